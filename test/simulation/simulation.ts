/**
 * A simulated installation: one disk, processes that come and go, workers and clients outside, all driven by one seed.
 *
 * Safety, checked all the time and at the end: what was acknowledged is there; an execution ends once, and stays as it ended; each result of
 * a task is recorded once; the history is that of a run without faults, give or take the order of what runs side by side.
 * Liveness: once the faults stop, everything ends, without a restart.
 */
import type { Connector, ConnectorRegistry, TaskOutcome, TaskRequest } from '../../src/connectors/connector.ts';
import { createEngine, type RunningEngine } from '../../src/engine/create-engine.ts';
import type { StartRequest } from '../../src/engine/engine.ts';
import { expressChildOf } from '../../src/map-run/child-identity.ts';
import { createMapRuns } from '../../src/map-run/create-map-runs.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import type { ExecutionRecord, Journal } from '../../src/store/journal.ts';
import type { MapRunJournal } from '../../src/store/map-run-journal.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { RecordCollection, Records } from '../../src/store/records.ts';
import { childExecutions, childFaults, isChildExecution } from './child-executions.ts';
import { type Faults, faultyJournal, noFaults, type ProcessLife } from './faulty-journal.ts';
import { faultyMapRuns } from './faulty-map-runs.ts';
import { machineNames, machines } from './machines.ts';
import { mapRunMachineNames, mapRunMachines, ROWS, SOURCE } from './map-run-machines.ts';
import { nestedMachines } from './nested-machines.ts';
import { simulatedS3 } from './simulated-s3.ts';
import { type Ending, endingOf, historyFaults, mapRunFaults, type Surroundings } from './verdict.ts';
import { World } from './world.ts';

export interface Swarm extends Faults {
  /** Probabilities per step of the world. */
  readonly crash: number;
  /** A crash leaves the old process running beside the new one for a while. */
  readonly zombie: number;
  readonly clockJump: number;
  /** Probability that a client stops an execution that it started. */
  readonly stop: number;
  /** Longest that a task takes. */
  readonly taskMs: number;
}

export const calm: Swarm = { ...noFaults, crash: 0, zombie: 0, clockJump: 0, stop: 0, taskMs: 50 };

interface Process {
  readonly engine: RunningEngine;
  readonly life: ProcessLife;
}

interface Client {
  readonly request: StartRequest;
  isAcknowledged: boolean;
  wasStopped: boolean;
  /** Whether what failed was mended, and a redrive asked for. */
  isMended: boolean;
  /** It is stopped so long after its start was acknowledged, whatever the swarm brings. */
  readonly stopAfterMs: number | undefined;
}

/**
 * One write that goes wrong, counted over all writes of executions and map runs: the process dies before it or after it, or lives on and is
 * told that it failed, with the write done or not.
 */
export interface Mishap {
  readonly write: number;
  readonly kind: 'dies before' | 'dies after' | 'is lost' | 'is not acknowledged';
}

export class Simulation {
  readonly #world: World;
  readonly #store = createMemoryStore();
  readonly #disk = this.#store.journal;
  readonly #objects = new Map<string, string>([[`${SOURCE.bucket}/${SOURCE.key}`, csvOf(ROWS)]]);
  readonly #mishap: Mishap | undefined;
  #writes = 0;
  #swarm: Swarm;
  #process: Process;
  readonly #clients = new Map<string, Client>();
  readonly #violations: string[] = [];
  /** What the disk said of an ended execution the first time. */
  readonly #ended = new Map<string, string>();

  /**
   * Whether a process that was thought dead may still write: only that excuses the engine's sweep. Everywhere else timers, recovery and
   * dispatch must do without it, or it would hide their bugs.
   */
  readonly #surroundings: Surroundings;

  constructor(seed: number, swarm: Swarm, mishap?: Mishap) {
    this.#world = new World(seed);
    this.#mishap = mishap;
    this.#swarm = swarm;
    this.#surroundings = {
      hasOtherWriters: swarm.zombie > 0 || swarm.lateCommit > 0,
      hasClockJumps: swarm.clockJump > 0,
    };
    this.#process = this.#boot();
  }

  #boot(): Process {
    const life: ProcessLife = { isDead: false };
    const engine: RunningEngine = createEngine({
      journal: this.#crashing(
        faultyJournal(this.#disk, this.#world, life, () => this.#swarm),
        life,
      ),
      machines: {
        machine: (revisionId) =>
          machines.get(revisionId) ?? mapRunMachines.get(revisionId) ?? nestedMachines.get(revisionId),
      },
      records: this.#crashingRecords(life),
      mapRuns: (host) =>
        createMapRuns({
          journal: this.#crashingMapRuns(
            faultyMapRuns(this.#store.mapRuns, this.#world, life, () => this.#swarm),
            life,
          ),
          caller: simulatedS3(this.#objects, this.#world, life),
          random: () => this.#world.random.next(),
          host,
        }),
      connectors: this.#connectors(life, () => engine),
      logger: silentLogger,
      clock: {
        now: () => this.#world.now(),
        after: (delayMs, callback) => this.#world.schedule(delayMs, () => life.isDead || callback()),
      },
      nextSeed: () => Math.floor(this.#world.random.next() * 2 ** 32),
      breathe: () => Promise.resolve(),
      maxIdleInMemory: 2,
      sweeps: this.#surroundings.hasOtherWriters,
    });
    engine.watch((change) => {
      // What Express children come to is their map run's to make durable.
      if (change.record?.type === 'STANDARD' && change.record.status !== 'RUNNING')
        void this.#checkDurable(change.record);
    });
    const recover = (): void => {
      // A recovery that cannot read the disk is tried again, as an operator's supervisor would.
      engine.recover().catch(() => this.#world.schedule(50, () => life.isDead || recover()));
    };
    recover();
    return { engine, life };
  }

  /** How many writes there have been: where a mishap may be put. */
  get writes(): number {
    return this.#writes;
  }

  #crashing(journal: Journal, life: ProcessLife): Journal {
    return {
      ...journal,
      commit: (group) => this.#write(life, () => journal.commit(group)),
    };
  }

  #crashingMapRuns(journal: MapRunJournal, life: ProcessLife): MapRunJournal {
    return {
      ...journal,
      put: (record) => this.#write(life, () => journal.put(record)),
      append: (mapRunArn, children) => this.#write(life, () => journal.append(mapRunArn, children)),
    };
  }

  #crashingRecords(life: ProcessLife): Records {
    return {
      write: (changes) => this.#store.records.write(changes),
      collection: <T>(name: string): RecordCollection<T> => {
        const collection = this.#store.records.collection<T>(name);
        return { ...collection, put: (key, value) => this.#write(life, () => collection.put(key, value)) };
      },
    };
  }

  async #write(life: ProcessLife, work: () => Promise<void>): Promise<void> {
    if (life.isDead) return new Promise(() => {});
    const kind = ++this.#writes === this.#mishap?.write ? this.#mishap.kind : undefined;
    if (kind === 'dies before') return this.#dieHere(life);
    if (kind === 'is lost') throw new Error('simulated: the write was lost');
    await work();
    if (kind === 'dies after') return this.#dieHere(life);
    if (kind === 'is not acknowledged') throw new Error('simulated: the acknowledgement was lost');
  }

  #dieHere(life: ProcessLife): Promise<never> {
    if (this.#process.life === life) this.#crash();
    life.isDead = true;
    return new Promise(() => {});
  }

  /** Nobody is told of an end that is not on disk. */
  async #checkDurable(told: ExecutionRecord): Promise<void> {
    const stored = await this.#disk.record(told.executionArn);
    if (stored?.status !== told.status)
      this.#violations.push(`${told.name}: told ${told.status}, on disk is ${stored?.status}`);
  }

  // ---- the world outside

  #connectors(life: ProcessLife, engine: () => RunningEngine): ConnectorRegistry {
    const answer = async (work: () => TaskOutcome): Promise<TaskOutcome> => {
      await this.#world.delay(this.#world.random.next() * this.#swarm.taskMs);
      if (life.isDead) return new Promise(() => {});
      return work();
    };
    const invoke = (request: TaskRequest): Promise<TaskOutcome> => {
      if (request.taskToken !== undefined) {
        return answer(() => {
          this.#employWorker(request);
          return { type: 'Submitted', output: {} };
        });
      }
      this.#checkChild(request);
      const {
        op,
        n,
        failFirst = 0,
        parent = '',
      } = request.arguments as {
        op: string;
        n: number;
        failFirst?: number;
        parent?: string;
      };
      if (op === 'hang') return new Promise(() => {});
      if (op === 'fail') return answer(() => ({ type: 'Failed', error: 'Broken', cause: 'always' }));
      if (op === 'mend' && n === 2 && !this.#isMended(parent))
        return answer(() => ({ type: 'Failed', error: 'Broken', cause: 'until it is mended' }));
      if (request.attempt < failFirst)
        return answer(() => ({ type: 'Failed', error: 'Flaky', cause: `attempt ${request.attempt}` }));
      return answer(() => ({ type: 'Succeeded', output: n * 2 }));
    };
    const work: Connector = { resource: '*', patterns: [], invoke };
    const children = childExecutions(engine);
    return { find: ({ arn }) => (arn.endsWith('states:startExecution.sync') ? children : work) };
  }

  /** What has a row that it succeeded never runs again. A process that was thought dead does not know of the rows of the other. */
  #checkChild({ executionArn }: TaskRequest): void {
    const child = expressChildOf(executionArn);
    if (!child || this.#surroundings.hasOtherWriters) return;
    const [row] = this.#store.mapRuns.outcomes(child.mapRunArn, child.index - 1, 1);
    if (row?.index === child.index && row.status === 'SUCCEEDED')
      this.#violations.push(`item ${child.index} of ${child.mapRunArn} runs again after it had succeeded`);
  }

  #isMended(executionName: string): boolean {
    return [...this.#clients.values()].some(
      ({ request, isMended }) => isMended && request.executionName === executionName,
    );
  }

  /** Answers with a task token, to whichever process is there, until one takes it; at times twice. */
  #employWorker(request: TaskRequest): void {
    const { n } = (request.arguments as { Payload: { n: number } }).Payload;
    let isHeard = false;
    const tell = async (): Promise<void> => {
      const { engine } = this.#process;
      await engine.succeedTask(request.taskToken!, n + 1);
      isHeard = true;
      if (this.#world.random.chance(0.2)) await engine.succeedTask(request.taskToken!, n + 1_000);
    };
    // A process that dies keeps its callers waiting: they give up and ask again until they are heard.
    const insist = (): void => {
      if (isHeard) return;
      tell().catch(() => {});
      this.#world.schedule(this.#world.random.between(500, 3_000), insist);
    };
    this.#world.schedule(this.#world.random.between(0, 4_000), insist);
  }

  /** Starts an execution as a client does: again and again under the same name, until it is acknowledged. */
  start(name: string, machine: string, input: { n: number; list: readonly number[] }, stopAfterMs?: number): void {
    const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${machine}:${name}`;
    const client: Client = {
      isAcknowledged: false,
      wasStopped: false,
      isMended: false,
      stopAfterMs,
      request: {
        executionArn,
        executionName: name,
        stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`,
        stateMachineName: machine,
        revisionId: machine,
        roleArn: 'arn:aws:iam::000000000000:role/simulated',
        type: 'STANDARD',
        input,
      },
    };
    this.#clients.set(executionArn, client);
    const ask = (): void => {
      if (client.isAcknowledged) return;
      this.#process.engine.start(client.request).then(
        () => this.#acknowledged(client),
        () => {},
      );
      this.#world.schedule(this.#world.random.between(1_000, 3_000), ask);
    };
    this.#world.schedule(this.#world.random.between(0, 2_000), ask);
  }

  #acknowledged(client: Client): void {
    if (!client.isAcknowledged && client.stopAfterMs !== undefined) this.#stopFor(client, client.stopAfterMs);
    else if (!client.isAcknowledged && this.#world.random.chance(this.#swarm.stop)) {
      this.#world.schedule(this.#world.random.between(0, 5_000), () => {
        client.wasStopped = true;
        this.#process.engine.stop(client.request.executionArn, 'Stopped', 'by the client').catch(() => {});
      });
    }
    client.isAcknowledged = true;
  }

  /** Asks again until it is heard. */
  #stopFor(client: Client, delayMs: number): void {
    client.wasStopped = true;
    this.#world.schedule(delayMs, () => {
      let isHeard = false;
      this.#process.engine.stop(client.request.executionArn, 'Stopped', 'by the client').then(
        (record) => {
          isHeard = record?.status !== 'RUNNING';
        },
        () => {},
      );
      this.#world.schedule(2_000, () => isHeard || this.#stopFor(client, 0));
    });
  }

  // ---- the run

  async runWithFaults(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      const { random } = this.#world;
      if (random.chance(this.#swarm.crash)) this.#crash();
      if (random.chance(this.#swarm.clockJump)) this.#world.jump(random.between(-20_000, 20_000));
      if (!(await this.#world.step())) return;
      if (step % 50 === 0) await this.#checkEnds();
    }
  }

  #crash(): void {
    const { life } = this.#process;
    if (this.#world.random.chance(this.#swarm.zombie)) {
      this.#world.schedule(this.#world.random.between(1, 10_000), () => {
        life.isDead = true;
      });
    } else {
      life.isDead = true;
    }
    this.#process = this.#boot();
  }

  /** Faults stop, nothing restarts: everything must end within so many steps. */
  async runUntilQuiet(steps: number): Promise<void> {
    this.#swarm = { ...calm, taskMs: this.#swarm.taskMs };
    for (let step = 0; step < steps; step++) {
      if (step % 100 === 0 && (await this.#allEnded())) return;
      await this.#world.step();
    }
    const open = [...this.#clients.values()].filter(({ request }) => !this.#ended.has(request.executionArn));
    throw new Error(`not quiet after ${steps} steps: ${open.map(({ request }) => request.executionName).join(', ')}`);
  }

  async #allEnded(): Promise<boolean> {
    await this.#checkEnds();
    const haveEnded = [...this.#clients.values()].every(
      (client) => client.isAcknowledged && this.#ended.has(client.request.executionArn),
    );
    return haveEnded && (await this.#children()).every(({ status }) => status !== 'RUNNING');
  }

  async #children(): Promise<readonly ExecutionRecord[]> {
    return (await this.#disk.list({}, 1_000)).items.filter(isChildExecution);
  }

  /** An end, once on disk, never changes. */
  async #checkEnds(): Promise<void> {
    for (const [executionArn, client] of this.#clients) {
      const stored = await this.#disk.read(executionArn);
      if (!stored && client.isAcknowledged)
        this.#violations.push(`${client.request.executionName}: acknowledged and lost`);
      if (!stored || stored.record.status === 'RUNNING') continue;
      if (this.#mends(client, stored.record)) continue;
      const text = JSON.stringify(stored);
      const before = this.#ended.get(executionArn);
      if (before !== undefined && before !== text)
        this.#violations.push(`${client.request.executionName}: changed after its end`);
      this.#ended.set(executionArn, before ?? text);
    }
  }

  /** Mends what made a map run fail and redrives the execution, again and again until it was heard. */
  #mends(client: Client, { status, redriveCount }: ExecutionRecord): boolean {
    const { stateMachineName, executionArn } = client.request;
    if (!stateMachineName.startsWith('mended') || status !== 'FAILED' || redriveCount > 0) return false;
    if (client.isMended) return true;
    client.isMended = true;
    let isHeard = false;
    const ask = (): void => {
      if (isHeard) return;
      this.#process.engine.redrive(executionArn, 'mend').catch(() => {});
      void this.#disk.record(executionArn).then((record) => {
        isHeard = (record?.redriveCount ?? 0) > 0;
      });
      this.#world.schedule(this.#world.random.between(1_000, 3_000), ask);
    };
    this.#world.schedule(this.#world.random.between(0, 3_000), ask);
    return true;
  }

  // ---- the verdict

  /** What was violated, in words; `expected` are the endings of a run without faults. */
  async verdict(expected: ReadonlyMap<string, Ending>): Promise<readonly string[]> {
    const found = [...this.#violations, ...childFaults(await this.#children())];
    for (const [executionArn, { request, wasStopped }] of this.#clients) {
      const stored = (await this.#disk.read(executionArn))!;
      found.push(...historyFaults(stored).map((fault) => `${request.executionName}: ${fault}`));
      found.push(
        ...(await mapRunFaults(this.#store, stored, this.#surroundings)).map(
          (fault) => `${request.executionName}: ${fault}`,
        ),
      );
      const ending = endingOf(stored, this.#objects);
      if (wasStopped && ending.status === 'ABORTED') continue;
      const wanted = expected.get(request.executionName)!;
      if (JSON.stringify(ending) !== JSON.stringify(wanted)) {
        found.push(
          `${request.executionName} (${request.stateMachineName}): ended ${JSON.stringify(ending)}, expected ${JSON.stringify(wanted)}`,
        );
      }
    }
    return found;
  }

  async endings(): Promise<ReadonlyMap<string, Ending>> {
    const endings = new Map<string, Ending>();
    for (const [executionArn, { request }] of this.#clients)
      endings.set(request.executionName, endingOf((await this.#disk.read(executionArn))!, this.#objects));
    return endings;
  }
}

function csvOf(rows: number): string {
  return `n\n${Array.from({ length: rows }, (_, n) => `${n}\n`).join('')}`;
}

/** The same executions for every seed of a run: what they are does not depend on the faults. */
export function startAll(simulation: Simulation, count: number): void {
  for (let n = 1; n <= count; n++) {
    simulation.start(`execution-${n}`, machineNames[n % machineNames.length]!, { n, list: [n, n + 1, n + 2] });
  }
}

/** As `startAll`, for machines with distributed Maps. */
export function startAllMapRuns(simulation: Simulation, count: number): void {
  for (let n = 1; n <= count; n++) {
    const machine = mapRunMachineNames[n % mapRunMachineNames.length]!;
    simulation.start(`execution-${n}`, machine, { n, list: [] });
  }
  simulation.start('execution-stopped', 'express', { n: 0, list: [] }, 1_500);
}
