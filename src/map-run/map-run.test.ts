/** Map runs over a store that fails and a server that dies: what has a row never runs again, and the outcome is that of an undisturbed run. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { awsLimits } from '../asl/limits.ts';
import type { MapState } from '../asl/state-machine.ts';
import type { MapRunSettings } from '../interpreter/execution-state.ts';
import type { ActivationBody } from '../interpreter/step.ts';
import { silentLogger } from '../runtime/logger.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import type { MapRunJournal } from '../store/map-run-journal.ts';
import { MemoryMapRuns } from '../store/memory-map-runs.ts';
import { createMapRuns } from './create-map-runs.ts';
import type { ChildRequest, MapRunHost, MapRunOrder, MapRuns } from './map-runs.ts';

const mapRunArn = 'arn:aws:states:us-east-1:000000000000:mapRun:machine/label:4d1a9d8e-0000-4000-8000-000000000000';
const parentArn = 'arn:aws:states:us-east-1:000000000000:execution:machine:parent';

function orderOf(items: readonly Json[], settings: Partial<MapRunSettings>, redriveCount = 0): MapRunOrder {
  return {
    command: {
      type: 'StartMapRun',
      mapRunId: '0-4',
      mapRunArn,
      redriveCount,
      path: ['Map'],
      input: items,
      items,
      settings: { executionType: 'EXPRESS', ...settings },
      variables: {},
      context: {},
    },
    parent: {
      input: items,
      executionArn: parentArn,
      executionName: 'parent',
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
      stateMachineName: 'machine',
      roleArn: 'arn:aws:iam::000000000000:role/r',
      executionType: 'STANDARD',
      limits: 'aws',
    },
    revisionId: 'revision#Map',
    state: { type: 'Map', name: 'Map', queryLanguage: 'JSONPath' } as MapState,
  };
}

/** What a dead server waits for never comes. */
interface Life {
  isDead: boolean;
}

const never = (): Promise<never> => new Promise(() => {});

/** Fails writes by plan: before they happen, or after, so that only the acknowledgement is lost. A dead server writes nothing. */
function faulty(journal: MapRunJournal, plan: (number | undefined)[], life: Life, atEnd: () => void): MapRunJournal {
  const next = (): number => plan.shift() ?? 0;
  return {
    async put(record) {
      if (record.status !== 'RUNNING') atEnd();
      if (life.isDead) return never();
      const fault = next();
      if (fault === 1) throw new Error('disk full');
      await journal.put(record);
      if (fault === 2) throw new Error('acknowledgement lost');
    },
    get: (arn) => journal.get(arn),
    ofExecution: (arn) => journal.ofExecution(arn),
    open: () => journal.open(),
    children: (arn, after, limit) => journal.children(arn, after, limit),
    outcomes: (arn, after, limit) => journal.outcomes(arn, after, limit),
    endedAs: (arn, statuses, after, limit) => journal.endedAs(arn, statuses, after, limit),
    sums: (arn) => journal.sums(arn),
    async append(arn, children) {
      if (life.isDead) return never();
      const fault = next();
      if (fault === 1) throw new Error('disk full');
      await journal.append(arn, children);
      if (fault === 2) throw new Error('acknowledgement lost');
    },
  };
}

class World {
  readonly journal = new MemoryMapRuns();
  readonly reports: ActivationBody[] = [];
  /** Inputs of the children that were run, in the order of their starts. */
  readonly runs: Json[] = [];
  /** Dies when it is about to record its end, once. */
  diesAtEnd = false;
  atOnce = 0;
  mostAtOnce = 0;
  #live: MapRuns | undefined;
  #life: Life = { isDead: false };
  #now = 1_000;
  #settle: () => void = () => {};

  /** A new life of the server. `onEnd` is told of every child that ends. */
  begin(order: MapRunOrder, plan: (number | undefined)[], onEnd: (count: number) => void): Promise<void> {
    const settled = new Promise<void>((resolve) => {
      this.#settle = resolve;
    });
    this.atOnce = 0;
    let ends = 0;
    const life: Life = { isDead: false };
    this.#life = life;
    const host: MapRunHost = {
      clock: {
        now: () => this.#now++,
        after(_delayMs, callback) {
          const handle = setImmediate(callback);
          return () => clearImmediate(handle);
        },
      },
      logger: silentLogger,
      limits: awsLimits,
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
      runExpress: (request, ended) => {
        if (life.isDead) return () => {};
        this.runs.push(request.input);
        this.atOnce += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
        setImmediate(() => {
          if (life.isDead) return;
          this.atOnce -= 1;
          ended(this.#recordOf(request));
          ends += 1;
          onEnd(ends);
        });
        return () => {};
      },
      startStandard: () => Promise.reject(new Error('not used')),
      awaitEnd: async () => undefined,
      redrive: async () => undefined,
      redriveOf: async () => ({ count: 0 }),
      stop: async () => {},
      awaits: async () => true,
      async *running() {},
      report: async (_arn, body) => {
        if (life.isDead) return never();
        this.reports.push(body);
        this.#settle();
      },
    };
    const caller = { call: () => Promise.reject(new Error('not used')), supports: () => true };
    this.#live = createMapRuns({
      journal: faulty(this.journal, plan, life, () => this.#dieAtEnd()),
      caller,
      random: () => 0.5,
      host,
    });
    this.#live.start(order);
    return settled;
  }

  #dieAtEnd(): void {
    if (!this.diesAtEnd) return;
    this.diesAtEnd = false;
    this.crash();
  }

  crash(): void {
    this.#life.isDead = true;
    this.#settle();
  }

  end(): void {
    void this.#live?.close();
  }

  #recordOf({ executionArn, executionName, input, stateMachineArn }: ChildRequest): ExecutionRecord {
    const isBad = input === 'bad';
    return {
      executionArn,
      stateMachineArn,
      name: executionName,
      type: 'EXPRESS',
      revisionId: '',
      status: isBad ? 'FAILED' : 'SUCCEEDED',
      startMs: this.#now++,
      stopMs: this.#now++,
      input: JSON.stringify(input),
      ...(isBad ? { error: 'E' } : { output: JSON.stringify(input) }),
      redriveCount: 0,
    };
  }
}

const faults = fc.array(fc.constantFrom(0, 0, 1, 2), { maxLength: 12 });

test('whatever dies or fails, each item is in the output once, in its place, and no row is worked for twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 7 }),
      fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
      faults,
      async (count, maxConcurrency, crashes, plan) => {
        const items = Array.from({ length: count }, (_, n) => n);
        const order = orderOf(items, { maxConcurrency });
        const world = new World();
        for (const crashAfter of [...crashes, Number.POSITIVE_INFINITY]) {
          const before = world.runs.length;
          const known = new Set(world.journal.children(mapRunArn, -1, 1_000).map(({ index }) => index));
          await world.begin(order, plan, (ends) => {
            if (ends >= crashAfter) world.crash();
          });
          for (const input of world.runs.slice(before)) expect(known.has(input as number)).toBe(false);
          if (world.reports.length > 0) break;
        }
        world.end();
        expect(world.reports).toEqual([{ type: 'MapRunSucceeded', mapRunId: '0-4', redriveCount: 0, output: items }]);
        if (maxConcurrency > 0) expect(world.mostAtOnce).toBeLessThanOrEqual(maxConcurrency);
        expect(world.journal.get(mapRunArn)).toMatchObject({ status: 'SUCCEEDED', totals: { items: count } });
      },
    ),
    { numRuns: 60 },
  );
});

test('a run whose end is durable only reports it again', async () => {
  const world = new World();
  const order = orderOf([1, 2], {});
  await world.begin(order, [], () => {});
  await world.begin(order, [], () => {});
  world.end();
  expect(world.runs).toEqual([1, 2]);
  expect(world.reports).toHaveLength(2);
  expect(world.reports[1]).toEqual(world.reports[0]);
});

test('a failure that was journaled before a crash still fails the run after it', async () => {
  const world = new World();
  const order = orderOf(['bad', ...Array.from({ length: 9 }, (_, n) => n)], {
    maxConcurrency: 1,
    toleratedFailureCount: 0,
  });
  world.diesAtEnd = true;
  await world.begin(order, [], () => {});
  expect(world.reports).toEqual([]);
  const before = world.runs.length;
  await world.begin(order, [], () => {});
  world.end();
  expect(world.runs.length - before).toBe(0);
  expect(world.reports.at(-1)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
});

test('a redrive runs what failed and what never began', async () => {
  const world = new World();
  const items = [0, 'bad', 2, 3];
  await world.begin(orderOf(items, { maxConcurrency: 1 }), [], () => {});
  expect(world.runs).toEqual([0, 'bad']);
  await world.begin(orderOf([0, 1, 2, 3], { maxConcurrency: 1 }, 1), [], () => {});
  world.end();
  expect(world.runs).toEqual([0, 'bad', 1, 2, 3]);
  expect(world.reports.at(-1)).toMatchObject({ type: 'MapRunSucceeded', redriveCount: 1, output: [0, 1, 2, 3] });
});

test('after a crash, the children of a parent that ended without its map run are stopped', async () => {
  const journal = new MemoryMapRuns();
  const world = new World();
  await world.begin(orderOf([1], {}), [], () => {});
  world.end();
  const { stopMs: _stopMs, ...ended } = world.journal.get(mapRunArn)!;
  await journal.put({ ...ended, status: 'RUNNING', executionType: 'STANDARD' });
  const stopped: string[] = [];
  const host = {
    clock: { now: () => 7, after: () => () => {} },
    logger: silentLogger,
    limits: awsLimits,
    awaits: async () => false,
    async *running() {
      yield* ['child-1', 'child-2'].map((executionArn) => ({ executionArn }) as ExecutionRecord);
    },
    stop: async (executionArn: string) => void stopped.push(executionArn),
  } as unknown as MapRunHost;
  const caller = { call: () => Promise.reject(new Error('not used')), supports: () => true };
  await createMapRuns({ journal, caller, random: () => 0, host }).recover();
  expect(stopped).toEqual(['child-1', 'child-2']);
  expect(journal.get(mapRunArn)).toMatchObject({ status: 'ABORTED', stopMs: 7 });
});
