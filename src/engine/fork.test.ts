/** Executions that go on from another's past, over the real interpreter and a store in memory. */
import { afterEach, expect, test } from 'vitest';
import { parseStateMachine } from '../asl/index.ts';
import type { Json } from '../asl/json.ts';
import type { StateMachine } from '../asl/state-machine.ts';
import type { Connector, TaskOutcome, TaskRequest } from '../connectors/connector.ts';
import { parseTaskToken } from '../interpreter/task-token.ts';
import type { Clock } from '../runtime/clock.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createEngine, type RunningEngine } from './create-engine.ts';

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const PREFIX = 'arn:aws:states:us-east-1:000000000000';

/** Time passes at once. */
class HastyClock implements Clock {
  nowMs = 1_700_000_000_000;

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const handle = setImmediate(() => {
      this.nowMs += Math.max(0, delayMs);
      callback();
    });
    return () => clearImmediate(handle);
  }
}

const engines: RunningEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

async function bench(definition: object, invoke: (request: TaskRequest) => Promise<TaskOutcome>) {
  const parsed = parseStateMachine(JSON.stringify(definition), {});
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  const machine: StateMachine = parsed.machine;
  const connector = { resource: '*', patterns: [], invoke } as unknown as Connector;
  const clock = new HastyClock();
  const { journal } = createMemoryStore();
  const machines = { machine: () => machine };
  const engine = createEngine({ machines, connectors: { find: () => connector }, clock, journal, sweeps: false });
  engines.push(engine);
  await engine.recover();
  const arnOf = (name: string): string => `${PREFIX}:execution:m:${name}`;
  return {
    engine,
    clock,
    start: (name: string, input: Json = {}, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') =>
      engine.start({
        executionArn: arnOf(name),
        executionName: name,
        stateMachineArn: `${PREFIX}:stateMachine:m`,
        stateMachineName: 'm',
        revisionId: 'm',
        roleArn: 'arn:aws:iam::000000000000:role/r',
        type,
        input,
      }),
    fork: (source: string, eventId: number, name: string) =>
      engine.fork({ sourceArn: arnOf(source), eventId, executionArn: arnOf(name), executionName: name }),
    end: (name: string) => engine.awaitEnd(arnOf(name)),
    history: async (name: string) => (await engine.history(arnOf(name)))!,
  };
}

const echo = async ({ arguments: input }: TaskRequest): Promise<TaskOutcome> => ({
  type: 'Succeeded',
  output: input as Json,
});

const task = (name: string, next: object) => ({ [name]: { Type: 'Task', Resource: LAMBDA, ...next } });

const EVERYTHING = {
  StartAt: 'Rest',
  States: {
    Rest: { Type: 'Wait', Seconds: 60, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'One', States: task('One', { End: true }) },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              ItemsPath: '$.items',
              MaxConcurrency: 2,
              ItemProcessor: {
                StartAt: 'Take',
                States: { ...task('Take', { Next: 'Nap' }), Nap: { Type: 'Wait', Seconds: 1, End: true } },
              },
              End: true,
            },
          },
        },
      ],
      Next: 'Last',
    },
    ...task('Last', { End: true }),
  },
};

test('a fork at any event ends as the execution did, or says that there is no place', async () => {
  const { start, end, fork, history } = await bench(EVERYTHING, echo);
  await start('a', { items: [1, 2, 3, 4, 5] });
  const whole = await end('a');
  expect(whole?.status).toBe('SUCCEEDED');
  const events = await history('a');
  let forked = 0;
  for (const { id, type } of events) {
    const result = await fork('a', id, `fork-${id}`);
    if (result.type !== 'Forked') {
      // The first thing that waits is the Wait, right after its entry.
      expect([result.type, id]).toEqual(['NoPlace', 1]);
      continue;
    }
    forked++;
    expect(result.eventId).toBeLessThanOrEqual(id);
    const { status, output, name } = (await end(`fork-${id}`))!;
    expect([status, output, name], `from ${id} ${type}`).toEqual(['SUCCEEDED', whole!.output, `fork-${id}`]);
    const own = await history(`fork-${id}`);
    expect(own.map((event) => event.id)).toEqual(own.map((_, i) => i + 1));
  }
  expect(forked).toBe(events.length - 1);
});

test('what is due in an hour is due in an hour', async () => {
  const { start, end, fork, clock } = await bench(EVERYTHING, echo);
  await start('a', { items: [] });
  await end('a');
  clock.nowMs += 1_000_000;
  const forkedAt = clock.nowMs;
  const result = await fork('a', 2, 'b');
  expect(result).toMatchObject({ type: 'Forked', eventId: 2, record: { startMs: forkedAt, status: 'RUNNING' } });
  expect((await end('b'))!.stopMs! - forkedAt).toBeGreaterThanOrEqual(60_000);
});

test('a failed task is tried again by a fork from where it was scheduled', async () => {
  let isBroken = true;
  const { start, end, fork, history } = await bench({ StartAt: 'T', States: task('T', { End: true }) }, async () =>
    isBroken ? { type: 'Failed', error: 'Broken', cause: '' } : { type: 'Succeeded', output: 'well' },
  );
  await start('a');
  expect((await end('a'))?.status).toBe('FAILED');
  isBroken = false;
  const failed = (await history('a')).at(-1)!;
  const result = await fork('a', failed.id, 'b');
  expect(result.type).toBe('Forked');
  expect(await end('b')).toMatchObject({ status: 'SUCCEEDED', output: '"well"' });
  expect((await end('a'))?.status).toBe('FAILED');
});

test('a task in flight gets a token of its own', async () => {
  const tokens: string[] = [];
  const callback = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
  const definition = {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: callback,
        Parameters: { QueueUrl: 'q', MessageBody: { 'token.$': '$$.Task.Token' } },
        End: true,
      },
    },
  };
  const { start, end, fork, engine, history } = await bench(definition, async ({ arguments: input }) => {
    tokens.push((input as { MessageBody: { token: string } }).MessageBody.token);
    return { type: 'Submitted', output: {} } as TaskOutcome;
  });
  const asked = async (count: number): Promise<void> => {
    while (tokens.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
  await start('a');
  await asked(1);
  const result = await fork('a', (await history('a')).at(-1)!.id, 'b');
  expect(result.type).toBe('Forked');
  await asked(2);
  expect(tokens.map((token) => parseTaskToken(token)?.executionArn.split(':').at(-1))).toEqual(['a', 'b']);
  expect(await engine.succeedTask(tokens[1]!, 'answer')).toBe('Accepted');
  expect(await end('b')).toMatchObject({ status: 'SUCCEEDED', output: '"answer"' });
  expect((await engine.describe(`${PREFIX}:execution:m:a`))?.status).toBe('RUNNING');
});

test('names are taken once, and what is not there is not forked', async () => {
  const { start, end, fork } = await bench(EVERYTHING, echo);
  await start('a', { items: [] });
  await end('a');
  expect((await fork('a', 2, 'a')).type).toBe('Exists');
  expect((await fork('unknown', 2, 'b')).type).toBe('NotFound');
  expect((await Promise.all([fork('a', 2, 'c'), fork('a', 2, 'c')])).map(({ type }) => type).toSorted()).toEqual([
    'Exists',
    'Forked',
  ]);
});
