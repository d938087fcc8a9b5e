/** The engine over the real interpreter and a store in memory, with a clock that the test moves. */
import { afterEach, describe, expect, test } from 'vitest';
import { parseStateMachine } from '../asl/index.ts';
import type { StateMachine } from '../asl/state-machine.ts';
import type { Connector, TaskOutcome, TaskRequest } from '../connectors/connector.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Logger, silentLogger } from '../runtime/logger.ts';
import type { Journal } from '../store/journal.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { aslInterpreter } from './asl-interpreter.ts';
import { createEngine, type RunningEngine } from './create-engine.ts';
import type { StartRequest } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';

/** Time that stands still until the test moves it. */
class HandClock implements Clock {
  nowMs = 1_700_000_000_000;
  #waiting: { atMs: number; callback: () => void }[] = [];

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const item = { atMs: this.nowMs + delayMs, callback };
    this.#waiting.push(item);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== item);
    };
  }

  /** Lets time pass step by step, and everything that becomes ready run. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await settled();
    for (;;) {
      const next = this.#waiting.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > untilMs) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.callback();
      await settled();
    }
    this.nowMs = untilMs;
  }
}

async function settled(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
}

const engines: RunningEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

type Invoke = (request: TaskRequest) => Promise<TaskOutcome>;

interface Bench {
  readonly engine: RunningEngine;
  readonly clock: HandClock;
  readonly journal: Journal;
  start(machine: string, more?: Partial<StartRequest>): ReturnType<RunningEngine['start']>;
}

async function bench(
  definitions: Readonly<Record<string, object>>,
  invoke: Invoke | Partial<Connector> = async () => ({ type: 'Succeeded', output: null }),
  options: Partial<EngineOptions> = {},
): Promise<Bench> {
  const machines = new Map<string, StateMachine>();
  for (const [name, definition] of Object.entries(definitions)) {
    const parsed = parseStateMachine(JSON.stringify(definition), {});
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
    machines.set(name, parsed.machine);
  }
  const own = typeof invoke === 'function' ? { invoke } : invoke;
  const connector = { resource: '*', patterns: [], ...own } as unknown as Connector;
  const clock = (options.clock as HandClock | undefined) ?? new HandClock();
  const journal = options.journal ?? createMemoryStore().journal;
  const engine = createEngine({
    machines: { machine: (revisionId) => machines.get(revisionId) },
    connectors: { find: () => connector },
    ...options,
    clock,
    journal,
  });
  engines.push(engine);
  await engine.recover();
  return { engine, clock, journal, start: (machine, more) => engine.start(request(machine, more)) };
}

function request(machine: string, more: Partial<StartRequest> = {}): StartRequest {
  const { executionName: name = 'e', type = 'STANDARD' } = more;
  return {
    executionArn: `arn:aws:states:us-east-1:000000000000:${type === 'EXPRESS' ? 'express' : 'execution'}:${machine}:${name}`,
    executionName: name,
    stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`,
    stateMachineName: machine,
    revisionId: machine,
    roleArn: 'arn:aws:iam::000000000000:role/r',
    type,
    input: {},
    ...more,
  };
}

const task = (more: object = {}) => ({
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: LAMBDA, End: true, ...more } },
});
const wait = (seconds: number) => ({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: seconds, End: true } } });
const never: Invoke = () => new Promise(() => {});

describe('start', () => {
  test('is durable when it answers, and the same name exists ever after', async () => {
    const { start, journal, engine } = await bench({ w: wait(5) });
    const [first, second] = await Promise.all([start('w'), start('w')]);
    expect([first.type, second.type]).toEqual(['Started', 'Exists']);
    expect(await journal.record(first.record.executionArn)).toMatchObject({ status: 'RUNNING', input: '{}' });
    await engine.stop(first.record.executionArn);
    expect((await start('w')).type).toBe('Exists');
  });

  test('rejects when the disk fails, leaves nothing behind, and works when asked again', async () => {
    const { journal } = createMemoryStore();
    let failures = 1;
    const failing: Journal = {
      ...methods(journal),
      commit: async (group) => {
        if (failures-- > 0) throw new Error('disk full');
        await journal.commit(group);
      },
    };
    const { start, clock } = await bench({ w: wait(5) }, never, { journal: failing });
    const first = start('w').catch((error: Error) => error.message);
    await clock.pass(1_000);
    expect(await first).toBe('disk full');
    expect((await start('w')).type).toBe('Started');
  });

  test('of a definition that is gone is an EngineError', async () => {
    const { start } = await bench({});
    await expect(start('none')).rejects.toMatchObject({ code: 'DefinitionMissing' });
  });
});

describe('timers', () => {
  test('fire in their time, within the window and beyond it, though the execution left memory', async () => {
    const { start, clock, engine } = await bench({ soon: wait(30), late: wait(7_200) }, never, { maxIdleInMemory: 0 });
    const soon = (await start('soon')).record.executionArn;
    const late = (await start('late')).record.executionArn;
    await clock.pass(29_999);
    expect((await engine.describe(soon))!.status).toBe('RUNNING');
    await clock.pass(1);
    expect((await engine.describe(soon))!.status).toBe('SUCCEEDED');
    await clock.pass(7_200_000 - 30_001);
    expect((await engine.describe(late))!.status).toBe('RUNNING');
    await clock.pass(1);
    expect((await engine.describe(late))!.status).toBe('SUCCEEDED');
  });

  test('follow a jump of the clock within a second', async () => {
    const { start, clock, engine } = await bench({ late: wait(86_400) }, never, { maxIdleInMemory: 0 });
    const { executionArn } = (await start('late')).record;
    await clock.pass(10);
    clock.nowMs += 86_400_000;
    await clock.pass(1_000);
    expect((await engine.describe(executionArn))!.status).toBe('SUCCEEDED');
  });

  test('a thousand at once all fire', async () => {
    const { start, clock, journal } = await bench({ w: wait(10) }, never, { maxIdleInMemory: 0 });
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => start('w', { executionName: `e${n}` })));
    await clock.pass(10_100);
    expect((await journal.list({ status: 'SUCCEEDED' }, 2_000)).items).toHaveLength(1_000);
  });
});

describe('stop and close', () => {
  test('stop aborts the task and its job, and answers with the ended record', async () => {
    const seen: string[] = [];
    let submitted: () => void = () => {};
    const isAwaited = new Promise<void>((resolve) => {
      submitted = resolve;
    });
    const { start, engine } = await bench(
      { s: task({ Resource: 'arn:aws:states:::states:startExecution.sync', Parameters: { StateMachineArn: 'x' } }) },
      {
        invoke: async () => ({ type: 'Submitted', output: { ExecutionArn: 'child' } }),
        awaitJob: ({ signal }) => {
          submitted();
          return new Promise(() => signal.addEventListener('abort', () => seen.push('aborted')));
        },
        cancelJob: async (_request, job) => {
          seen.push(`cancelled ${JSON.stringify(job)}`);
        },
      },
    );
    const { executionArn } = (await start('s')).record;
    await isAwaited;
    const record = await engine.stop(executionArn, 'Enough', 'by hand');
    expect(record).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
    expect(seen).toEqual(['aborted', 'cancelled {"ExecutionArn":"child"}']);
    expect(await engine.stop('arn:aws:states:us-east-1:000000000000:execution:s:none')).toBeUndefined();
  });

  test('a job that could not be told to stop is told again, and then no more', async () => {
    const { journal, records } = createMemoryStore();
    let tries = 0;
    const { start, engine, clock } = await bench(
      { s: task({ Resource: 'arn:aws:states:::states:startExecution.sync', Parameters: { StateMachineArn: 'x' } }) },
      {
        invoke: async () => ({ type: 'Submitted', output: { ExecutionArn: 'child' } }),
        awaitJob: never,
        cancelJob: async () => {
          tries += 1;
          if (tries < 3) throw new Error('not now');
        },
      },
      { journal, records },
    );
    const { executionArn } = (await start('s')).record;
    await settled();
    await engine.stop(executionArn);
    expect(tries).toBe(1);
    await clock.pass(300_000);
    expect(tries).toBe(3);
  });

  test('close aborts tasks without ending them: the next engine makes them again under the same key', async () => {
    const keys: string[] = [];
    const first = await bench({ t: task() }, ({ signal, idempotencyKey }) => {
      keys.push(idempotencyKey);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    });
    const { executionArn } = (await first.start('t')).record;
    const waiting = first.engine.awaitEnd(executionArn).catch((error: { code: string }) => error.code);
    await settled();
    await first.engine.close();
    expect(await waiting).toBe('EngineClosed');
    await expect(first.start('t', { executionName: 'other' })).rejects.toMatchObject({ code: 'EngineClosed' });
    const second = await bench(
      { t: task() },
      async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        return { type: 'Succeeded', output: 7 };
      },
      { journal: first.journal },
    );
    expect(await second.engine.awaitEnd(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '7' });
    expect(keys).toEqual([keys[0], keys[0]]);
  });
});

describe('task tokens', () => {
  const ask = task({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: 'f', Payload: { 'token.$': '$$.Task.Token' } },
  });

  test('succeed once; a repeated answer changes nothing and is told so', async () => {
    let token = '';
    const { start, engine } = await bench({ ask }, async (task) => {
      token = task.taskToken!;
      return { type: 'Submitted', output: {} };
    });
    const { executionArn } = (await start('ask')).record;
    await settled();
    expect(await engine.heartbeatTask(token)).toBe('Accepted');
    expect(await engine.succeedTask(token, { answer: 1 })).toBe('Accepted');
    expect(await engine.succeedTask(token, { answer: 2 })).toBe('TaskTimedOut');
    expect(await engine.failTask(token, 'E')).toBe('TaskTimedOut');
    expect(await engine.awaitEnd(executionArn)).toMatchObject({ output: '{"answer":1}' });
    expect(await engine.succeedTask('nonsense', 1)).toBe('InvalidToken');
  });

  test('find an execution that left memory', async () => {
    let token = '';
    const submit: Invoke = async (task) => {
      token = task.taskToken!;
      return { type: 'Submitted', output: {} };
    };
    const { start, engine } = await bench({ ask }, submit, { maxIdleInMemory: 0 });
    const { executionArn } = (await start('ask')).record;
    await settled();
    expect(await engine.failTask(token, 'Refused', 'no')).toBe('Accepted');
    expect(await engine.awaitEnd(executionArn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'no' });
  });
});

describe('Express', () => {
  test('synchronous: answers with the end, and leaves nothing in the journal', async () => {
    const { engine, journal } = await bench({ t: task() }, async () => ({ type: 'Succeeded', output: { done: true } }));
    const record = await engine.startSync(request('t', { type: 'EXPRESS' }));
    expect(record).toMatchObject({ status: 'SUCCEEDED', output: '{"done":true}', type: 'EXPRESS' });
    expect((await journal.list({}, 10)).items).toEqual([]);
  });

  test('asynchronous: acknowledged it is on disk, a crash runs it again, its end removes it', async () => {
    const first = await bench({ t: task() }, never);
    const { record } = await first.start('t', { type: 'EXPRESS', input: { n: 1 } });
    expect(await first.journal.record(record.executionArn)).toMatchObject({ status: 'RUNNING', input: '{"n":1}' });
    const inputs: unknown[] = [];
    const second = await bench(
      { t: task() },
      async (task) => {
        inputs.push(task.arguments);
        return { type: 'Succeeded', output: 'second' };
      },
      { journal: first.journal },
    );
    expect(await second.engine.awaitEnd(record.executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '"second"',
    });
    expect(inputs).toEqual([{ n: 1 }]);
    await settled();
    expect(await first.journal.record(record.executionArn)).toBeUndefined();
    expect((await second.engine.history(record.executionArn))!.at(-1)!.type).toBe('ExecutionSucceeded');
  });

  test('its timeout holds though it is beyond the timer window', async () => {
    const { engine, clock } = await bench({ t: task() }, never);
    const ending = engine.startSync(request('t', { type: 'EXPRESS' }));
    await clock.pass(301_000);
    expect((await ending).status).toBe('TIMED_OUT');
  });
});

describe('a bug of ours', () => {
  test('in the transition fails that execution loudly and leaves the rest running', async () => {
    const logged: unknown[] = [];
    const logger: Logger = { ...silentLogger, error: (message, fields) => logged.push({ message, ...fields }) };
    const { start, engine } = await bench({ t: task(), w: wait(5) }, async () => ({ type: 'Succeeded', output: 1 }), {
      logger,
      interpreter: {
        ...aslInterpreter,
        transition(machine, state, activation) {
          if (activation.type === 'TaskSucceeded') throw new Error('invariant: thread 7 was expected to live');
          return aslInterpreter.transition(machine, state, activation);
        },
      },
    });
    const broken = (await start('t')).record.executionArn;
    const other = (await start('w')).record.executionArn;
    expect(await engine.awaitEnd(broken)).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'Internal error: invariant: thread 7 was expected to live',
    });
    expect((await engine.history(broken))!.at(-1)!.type).toBe('ExecutionFailed');
    expect(logged).toEqual([
      expect.objectContaining({ executionArn: broken, stack: expect.stringContaining('durable-engine.test.ts') }),
    ]);
    expect((await engine.describe(other))!.status).toBe('RUNNING');
  });

  test.each<[string, Invoke, string]>([
    ['a connector that throws', () => Promise.reject(new Error('boom')), 'Internal error: boom'],
    [
      'a connector that throws at once',
      () => {
        throw new Error('bang');
      },
      'Internal error: bang',
    ],
  ])('%s fails the task, not the server', async (_name, invoke, cause) => {
    const { start, engine } = await bench({ t: task() }, invoke);
    const { executionArn } = (await start('t')).record;
    expect(await engine.awaitEnd(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause });
  });

  test('in a watcher is nobody else’s business', async () => {
    const { start, engine } = await bench({ t: task() });
    engine.watch(() => {
      throw new Error('watcher');
    });
    const { executionArn } = (await start('t')).record;
    expect((await engine.awaitEnd(executionArn))!.status).toBe('SUCCEEDED');
  });
});

describe('parallel work', () => {
  test('is bounded, and shared fairly: a wide execution does not hold up a narrow one', async () => {
    const wide = {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'T', States: { T: { Type: 'Task', Resource: LAMBDA, End: true } } },
          End: true,
        },
      },
    };
    const begun: string[] = [];
    const finish: (() => void)[] = [];
    const { start } = await bench(
      { wide, t: task() },
      ({ executionArn }) => {
        begun.push(executionArn.split(':').at(-2)!);
        return new Promise((resolve) => finish.push(() => resolve({ type: 'Succeeded', output: 1 })));
      },
      { maxTasksInFlight: 2 },
    );
    await start('wide', { input: Array.from({ length: 20 }, (_, n) => n) });
    await settled();
    await start('t');
    await settled();
    expect(begun).toEqual(['wide', 'wide']);
    finish.shift()!();
    await settled();
    finish.shift()!();
    await settled();
    expect(begun.slice(2)).toEqual(expect.arrayContaining(['t']));
    expect(begun).toHaveLength(4);
  });

  test('a connector that ignores its abort gives its slot back all the same', async () => {
    const { start, engine } = await bench(
      { t: task() },
      ({ executionArn }) =>
        executionArn.endsWith(':hung') ? new Promise(() => {}) : Promise.resolve({ type: 'Succeeded', output: 1 }),
      {
        maxTasksInFlight: 1,
      },
    );
    const hung = (await start('t', { executionName: 'hung' })).record.executionArn;
    const next = (await start('t', { executionName: 'next' })).record.executionArn;
    await engine.stop(hung);
    expect((await engine.awaitEnd(next))!.status).toBe('SUCCEEDED');
  });
});

describe('awaitEnd', () => {
  test('answers at once for what has ended or is unknown, and gives up with its signal', async () => {
    const { start, engine } = await bench({ w: wait(5) });
    const { executionArn } = (await start('w')).record;
    expect(await engine.awaitEnd('arn:aws:states:us-east-1:000000000000:execution:w:none')).toBeUndefined();
    await expect(engine.awaitEnd(executionArn, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    const controller = new AbortController();
    const waiting = engine.awaitEnd(executionArn, controller.signal);
    controller.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await engine.stop(executionArn);
    expect((await engine.awaitEnd(executionArn))!.status).toBe('ABORTED');
  });
});

/** A journal's methods, bound, to replace some of them. */
function methods(journal: Journal): Journal {
  return {
    commit: (group) => journal.commit(group),
    read: (executionArn) => journal.read(executionArn),
    record: (executionArn) => journal.record(executionArn),
    list: (filter, limit, after) => journal.list(filter, limit, after),
    open: (filter, limit, after) => journal.open(filter, limit, after),
    due: (fromMs, beforeMs, limit, after) => journal.due(fromMs, beforeMs, limit, after),
    close: () => journal.close(),
  };
}
