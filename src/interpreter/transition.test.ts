/** What AWS writes, case by case: events with their chains, outcomes, and what reaches the outside. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../asl/json.ts';
import { parseStateMachine } from '../asl/parse-state-machine.ts';
import type { StateMachine } from '../asl/state-machine.ts';
import { drive, newWorld, type Outcomes, settle, step, testStart, type World } from './drive.ts';
import { initialState } from './evolve.ts';
import type { Activation, ExecutionStart, InvokeTask } from './step.ts';
import { transition } from './transition.ts';

const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const end = { End: true };
const pass = { Type: 'Pass', End: true };
const task = { Type: 'Task', Resource: lambda, End: true };
const callback = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { QueueUrl: 'q', MessageBody: { 'Token.$': '$$.Task.Token' } },
  End: true,
};

function machineOf(states: Record<string, unknown>, extra: JsonObject = {}): StateMachine {
  const parsed = parseStateMachine(JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...extra }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.machine;
}

const never: Outcomes = () => undefined;
const succeed: Outcomes = ({ taskId, arguments: output }) => ({ type: 'TaskSucceeded', taskId, output });
const failing =
  (error?: string): Outcomes =>
  ({ taskId }) => ({ type: 'TaskFailed', taskId, error, cause: error && 'because' });

const run = (states: Record<string, unknown>, input: Json = {}, outcomes = succeed, extra: JsonObject = {}) =>
  drive(machineOf(states, extra), { input }, outcomes);

/** `id<previous type name`, so that a history reads at a glance. */
function linesOf({ history }: World): string[] {
  return history.flatMap(({ event }) => {
    if (!event) return [];
    const details = Object.values(event.details ?? {})[0] ?? {};
    const about = details['index'] ?? details['name'];
    return [`${event.id}<${event.previousEventId} ${event.type}${about === undefined ? '' : ` ${about}`}`];
  });
}

/** A Pass loop that ends on an input which it never sees. */
const loop = {
  A: { Type: 'Choice', Choices: [{ Variable: '$.end', IsPresent: true, Next: 'End' }], Default: 'B' },
  B: { Type: 'Pass', Next: 'A' },
  End: pass,
};

const mapOf = (state: JsonObject, fields: JsonObject = {}) => ({
  M: { Type: 'Map', ItemProcessor: branch(state), End: true, ...fields },
});
const branch = (state: Json, name = 'B') => ({ StartAt: name, States: { [name]: state } });

test('InputPath may be a function', async () => {
  const states = { A: { Type: 'Pass', InputPath: 'States.StringToJson($.text)', ResultPath: '$.value', End: true } };
  const { history } = await run(states, { text: '[1]' });
  expect(history.at(-1)?.event).toMatchObject({
    details: { executionSucceededEventDetails: { output: { text: '[1]', value: [1] } } },
  });
});

describe('a distributed Map', () => {
  const distributed = (fields: JsonObject = {}) => ({
    M: {
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...branch(pass) },
      End: true,
      ...fields,
    },
  });
  const machine = (fields: JsonObject = {}): StateMachine => {
    const text = JSON.stringify({ StartAt: 'M', States: distributed(fields) });
    const parsed = parseStateMachine(text, { supportsDistributedMaps: true });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
    return parsed.machine;
  };

  test('starts a map run, and goes on with what it came to', async () => {
    const world = await drive(machine(), { input: [1, 2] }, never);
    expect(world.state.end).toEqual({ status: 'SUCCEEDED', output: [1, 2] });
    expect(linesOf(world)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered M',
      '3<2 MapStateStarted',
      '4<3 MapRunStarted',
      '5<4 MapRunSucceeded',
      '6<5 MapStateSucceeded',
      '7<5 MapStateExited M',
      '8<7 ExecutionSucceeded',
    ]);
  });

  test("that fails is the state's failure, and stays for a redrive", async () => {
    const world = await drive(machine(), { input: ['fail'] }, never);
    expect(world.state.end).toEqual({ status: 'FAILED', error: 'E1', cause: 'an item failed' });
    expect(linesOf(world).slice(3)).toEqual([
      '4<3 MapRunStarted',
      '5<4 MapRunFailed',
      '6<5 MapStateFailed',
      '7<6 ExecutionFailed',
    ]);
    const redriven = await step(machine(), world, { type: 'RedriveRequested' });
    const [command] = [...redriven.tasks.values()];
    expect(command).toMatchObject({ type: 'StartMapRun', redriveCount: 1 });
    const ended = await settle(machine(), redriven, never);
    expect(linesOf(ended).slice(7)).toEqual([
      '8<7 ExecutionRedriven',
      '9<8 MapRunRedriven',
      '10<9 MapRunSucceeded',
      '11<10 MapStateSucceeded',
      '12<10 MapStateExited M',
      '13<12 ExecutionSucceeded',
    ]);
  });

  test('takes no outcome of an earlier drive of its map run', async () => {
    const failed = await drive(machine(), { input: ['fail'] }, never);
    const redriven = await step(machine(), failed, { type: 'RedriveRequested' });
    const { mapRunId } = [...redriven.tasks.values()][0] as { mapRunId: string };
    const late = { type: 'MapRunFailed', mapRunId, redriveCount: 0, error: 'late' } as const;
    const step2 = await transition(machine(), redriven.state, { ...late, time: redriven.nowMs, seed: 1 });
    expect(step2).toEqual({ history: [], state: redriven.state, commands: [] });
  });

  test('hands the map run its fields evaluated, and the way to it', async () => {
    const fields = {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', MaxItemsPath: '$.most' },
        Parameters: { 'Bucket.$': '$.bucket', Key: 'k' },
      },
      ItemBatcher: { MaxItemsPerBatchPath: '$.most', BatchInput: { 'b.$': '$.bucket' } },
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { 'Bucket.$': '$.bucket', Prefix: 'p' } },
      MaxConcurrencyPath: '$.most',
      ToleratedFailurePercentagePath: '$.share',
      Label: 'L',
    };
    const input = { bucket: 'b', most: 7, share: 12.5 };
    const world = await step(machine(fields), newWorld(), { type: 'ExecutionStarted', ...testStart, input });
    const [command] = [...world.tasks.values()];
    expect(command).toMatchObject({
      type: 'StartMapRun',
      mapRunArn: expect.stringMatching(/^arn:aws:states:us-east-1:000000000000:mapRun:machine\/L:[0-9a-f-]{36}$/),
      path: ['M'],
      input,
      settings: {
        executionType: 'STANDARD',
        maxConcurrency: 7,
        toleratedFailurePercentage: 12.5,
        itemReader: { arguments: { Bucket: 'b', Key: 'k' }, config: { InputType: 'CSV' }, maxItems: 7 },
        itemBatcher: { maxItemsPerBatch: 7, batchInput: { b: 'b' } },
        resultWriter: { arguments: { Bucket: 'b', Prefix: 'p' } },
      },
      context: { State: { Name: 'M' } },
    });
  });
});

describe('histories', () => {
  test('a Map starts as many iterations as it may, then one for each that ends', async () => {
    expect(linesOf(await run(mapOf(task, { MaxConcurrency: 2 }), [1, 2, 3]))).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered M',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted 0',
      '5<3 MapIterationStarted 1',
      '6<4 TaskStateEntered B',
      '7<6 LambdaFunctionScheduled',
      '8<7 LambdaFunctionStarted',
      '9<5 TaskStateEntered B',
      '10<9 LambdaFunctionScheduled',
      '11<10 LambdaFunctionStarted',
      '12<8 LambdaFunctionSucceeded',
      '13<12 TaskStateExited B',
      '14<13 MapIterationSucceeded 0',
      '15<13 MapIterationStarted 2',
      '16<15 TaskStateEntered B',
      '17<16 LambdaFunctionScheduled',
      '18<17 LambdaFunctionStarted',
      '19<11 LambdaFunctionSucceeded',
      '20<19 TaskStateExited B',
      '21<20 MapIterationSucceeded 1',
      '22<18 LambdaFunctionSucceeded',
      '23<22 TaskStateExited B',
      '24<23 MapIterationSucceeded 2',
      '25<24 MapStateSucceeded',
      '26<24 MapStateExited M',
      '27<26 ExecutionSucceeded',
    ]);
  });

  test('the first failure in a Map aborts its other iterations', async () => {
    const world = await run(mapOf(task), [1, 2], failing('E'));
    expect(linesOf(world).slice(11)).toEqual([
      '12<8 LambdaFunctionFailed',
      '13<12 MapIterationFailed 0',
      '14<12 TaskStateAborted',
      '15<12 MapIterationAborted 1',
      '16<12 TaskStateAborted',
      '17<12 MapStateFailed',
      '18<17 ExecutionFailed',
    ]);
    expect(world.state.end).toEqual({ status: 'FAILED', error: 'E', cause: 'because' });
    expect(world.tasks.size).toBe(0);
  });

  test('tasks of one Map that time out at the same moment all say so', async () => {
    expect(linesOf(await run(mapOf({ ...task, TimeoutSeconds: 5 }), [1, 2], never)).slice(11)).toEqual([
      '12<8 LambdaFunctionTimedOut',
      '13<11 LambdaFunctionTimedOut',
      '14<12 MapIterationFailed 0',
      '15<12 TaskStateAborted',
      '16<12 MapIterationAborted 1',
      '17<12 TaskStateAborted',
      '18<12 MapStateFailed',
      '19<18 ExecutionFailed',
    ]);
  });

  test('a Parallel that is retried starts again after the event that failed', async () => {
    const world = await run({
      P: {
        Type: 'Parallel',
        Branches: [branch({ Type: 'Fail', Error: 'E' })],
        Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
        ...end,
      },
    });
    expect(linesOf(world).slice(2)).toEqual([
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered B',
      '5<4 ParallelStateStarted',
      '6<5 FailStateEntered B',
      '7<6 ParallelStateFailed',
      '8<7 ExecutionFailed',
    ]);
    expect(world.nowMs - newWorld().nowMs).toBe(1_000);
  });

  test('a failed evaluation on entry follows what the entry followed; that of a Wait follows the entry', async () => {
    const broken = { Type: 'Pass', Output: '{% $nothing %}', End: true };
    const jsonata = { QueryLanguage: 'JSONata' };
    const first = await run({ A: { Type: 'Pass', Next: 'B' }, B: broken }, {}, succeed, jsonata);
    expect(linesOf(first).slice(3)).toEqual(['4<3 PassStateEntered B', '5<3 EvaluationFailed', '6<5 ExecutionFailed']);
    const wait = await run({ W: { Type: 'Wait', Timestamp: '{% "x" %}', End: true } }, {}, succeed, jsonata);
    expect(linesOf(wait).slice(2)).toEqual(['3<2 EvaluationFailed', '4<3 ExecutionFailed']);
  });

  test('a stop ends it with one event', async () => {
    const machine = machineOf({ W: { Type: 'Wait', Seconds: 60, End: true } });
    const started = await step(machine, newWorld(), { type: 'ExecutionStarted', ...testStart });
    const stopped = await step(machine, started, { type: 'StopRequested', error: 'E' });
    expect(linesOf(stopped).slice(2)).toEqual(['3<0 ExecutionAborted']);
    expect(stopped.state.end).toEqual({ status: 'ABORTED', error: 'E' });
    expect(stopped.timers.size).toBe(0);
  });

  test("the machine's own timeout has neither error nor cause", async () => {
    const world = await run({ W: { Type: 'Wait', Seconds: 60, End: true } }, {}, never, { TimeoutSeconds: 5 });
    expect(world.state.end).toEqual({ status: 'TIMED_OUT' });
    expect(world.nowMs - newWorld().nowMs).toBe(5_000);
  });

  test('an Express execution times out after five minutes', async () => {
    const machine = machineOf({ W: { Type: 'Wait', Seconds: 600, End: true } });
    const world = await drive(machine, { executionType: 'EXPRESS' }, never);
    expect([world.state.status, world.nowMs - newWorld().nowMs]).toEqual(['TIMED_OUT', 300_000]);
  });

  test('event 25,000 is the failure of a Standard execution that would write more', async () => {
    const world = await run(loop);
    expect(world.state.end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(world.state.nextEventId).toBe(25_001);
  });

  test('a loop that never waits gives way in between', async () => {
    const machine = machineOf(loop);
    const started = await step(machine, newWorld(), {
      type: 'ExecutionStarted',
      ...testStart,
      executionType: 'EXPRESS',
    });
    expect(started.state.status).toBe('RUNNING');
    expect(started.history.length).toBeLessThan(6_000);
    expect([...started.timers.values()]).toContain(started.nowMs);
  });
});

describe('failures', () => {
  const caughtBy = (names: string[], state: JsonObject = {}) => ({
    T: { ...task, Catch: [{ ErrorEquals: names, Next: 'C', ResultPath: '$.caught' }], ...state },
    C: pass,
  });

  test.each<[name: string, names: string[], outcomes: Outcomes, caught: Json | undefined]>([
    ['by name', ['E'], failing('E'), { Error: 'E', Cause: 'because' }],
    ['States.ALL', ['States.ALL'], failing('E'), { Error: 'E', Cause: 'because' }],
    ['States.TaskFailed', ['States.TaskFailed'], failing('E'), { Error: 'E', Cause: 'because' }],
    ['a failure without an error', ['States.ALL'], failing(undefined), { Error: null, Cause: null }],
    ['a timeout has an empty cause', ['States.Timeout'], never, { Error: 'States.Timeout', Cause: '' }],
    ['a missed heartbeat by its own name', ['States.HeartbeatTimeout'], never, { Error: 'States.Timeout', Cause: '' }],
    ['States.TaskFailed is no timeout', ['States.TaskFailed'], never, undefined],
    ['another name', ['X'], failing('E'), undefined],
    ['States.ALL is no States.Runtime', ['States.ALL'], failing('States.Runtime'), undefined],
  ])('%s', async (_name, names, outcomes, caught) => {
    const { state } = await run(caughtBy(names, { TimeoutSeconds: 9, HeartbeatSeconds: 5 }), { a: 1 }, outcomes);
    if (caught === undefined) expect(state.status).toBe('FAILED');
    else expect(state.end).toEqual({ status: 'SUCCEEDED', output: { a: 1, caught } });
  });

  test('a timeout that no heartbeat caused is not caught as a missed heartbeat', async () => {
    const { state } = await run(caughtBy(['States.HeartbeatTimeout'], { TimeoutSeconds: 5 }), {}, never);
    expect(state.status).toBe('FAILED');
  });

  test('a path that leads nowhere cannot be caught, not even around it', async () => {
    const inner = { ...task, OutputPath: '$.no', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] };
    const { state } = await run({
      P: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'T', States: { T: inner, C: pass } }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }],
        ...end,
      },
      D: pass,
    });
    expect(state.end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('each retrier counts for itself, and the context object counts them all', async () => {
    const attempts: InvokeTask[] = [];
    const errors = ['A', 'B', 'A', 'A'];
    const world = await run(
      {
        T: {
          ...task,
          Parameters: { 'n.$': '$$.State.RetryCount' },
          Retry: [
            { ErrorEquals: ['A'], MaxAttempts: 2, BackoffRate: 3 },
            { ErrorEquals: ['B'], IntervalSeconds: 10 },
          ],
        },
      },
      {},
      (invoked) => {
        attempts.push(invoked);
        return { type: 'TaskFailed', taskId: invoked.taskId, error: errors[attempts.length - 1] };
      },
    );
    expect(attempts.map(({ arguments: args, attempt }) => [args, attempt])).toEqual([
      [{ n: 0 }, 0],
      [{ n: 1 }, 1],
      [{ n: 2 }, 2],
      [{ n: 3 }, 3],
    ]);
    expect(new Set(attempts.map(({ taskId }) => taskId)).size).toBe(4);
    expect(world.nowMs - newWorld().nowMs).toBe(1_000 + 10_000 + 3_000);
    expect(world.state.end).toMatchObject({ status: 'FAILED', error: 'A' });
  });

  test.each<[name: string, state: JsonObject, end: JsonObject]>([
    ['is a failure of its task, caught by States.ALL', {}, { status: 'SUCCEEDED' }],
    ['is let pass where ResultPath discards it', { ResultPath: null }, { status: 'SUCCEEDED', output: {} }],
    [
      'names the function',
      { Catch: [{ ErrorEquals: ['X'], Next: 'C' }] },
      {
        status: 'FAILED',
        error: 'States.DataLimitExceeded',
        cause: `The state/task '${lambda}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      },
    ],
  ])('a result that is too large %s', async (_name, state, expected) => {
    const large: Outcomes = ({ taskId }) => ({ type: 'TaskSucceeded', taskId, output: 'ä'.repeat(131_072) });
    const world = await run(caughtBy(['States.ALL'], state), {}, large);
    expect(world.state.end).toMatchObject(expected);
  });

  test('the profile without limits lets it pass', async () => {
    const large: Outcomes = ({ taskId }) => ({ type: 'TaskSucceeded', taskId, output: 'a'.repeat(300_000) });
    const { state } = await drive(machineOf({ T: task }), { limits: 'none' }, large);
    expect(state.status).toBe('SUCCEEDED');
  });

  test('a Choice without a match and default', async () => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'C' }] };
    const { state } = await run({ X: choice, C: pass });
    expect(state.end).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });
});

describe('waits', () => {
  const causeOf = (sentence: string) =>
    `An error occurred while executing the state 'W' (entered at the event id #2). ${sentence}`;
  test.each<[fields: JsonObject, input: Json, sentence: string]>([
    [{ SecondsPath: '$.s' }, {}, 'The SecondsPath parameter does not reference an input value: $.s'],
    [{ SecondsPath: '$.s' }, { s: -1 }, 'The SecondsPath parameter references a negative value: $.s == -1'],
    [{ SecondsPath: '$.s' }, { s: 1.5 }, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5'],
    [{ SecondsPath: '$.s' }, { s: 2_147_483_648 }, 'Wait state delay is too long.'],
    [
      { TimestampPath: '$.t' },
      { t: '2026-01-01T00:00:00' },
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2026-01-01T00:00:00',
    ],
  ])('%j of %j fails', async (fields, input, sentence) => {
    const { state } = await run({ W: { Type: 'Wait', ...fields, End: true } }, input);
    expect(state.end).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: causeOf(sentence) });
  });

  test.each<[fields: JsonObject, input: Json, waitedMs: number]>([
    [{ Seconds: 3 }, {}, 3_000],
    [{ SecondsPath: '$.s' }, { s: 0 }, 0],
    [{ Timestamp: '2026-01-01T01:00:02+01:00' }, {}, 2_000],
    [{ TimestampPath: '$.t' }, { t: '1999-01-01T00:00:00Z' }, 0],
    [{ QueryLanguage: 'JSONata', Seconds: '{% $states.input.s + 1 %}' }, { s: 1 }, 2_000],
  ])('%j of %j waits %d ms', async (fields, input, waitedMs) => {
    const world = await run({ W: { Type: 'Wait', ...fields, End: true } }, input);
    expect([world.state.status, world.nowMs - newWorld().nowMs]).toEqual(['SUCCEEDED', waitedMs]);
  });
});

describe('callbacks', () => {
  async function awaiting(state: JsonObject) {
    const machine = machineOf({ T: state });
    // Without limits: the timer of a Standard execution's year would stand among those that are looked at.
    const world = await step(machine, newWorld(), { type: 'ExecutionStarted', ...testStart, limits: 'none' });
    const [invoked] = [...world.tasks.values()] as InvokeTask[];
    return { machine, world, taskId: invoked!.taskId, taskToken: invoked!.taskToken!, invoked: invoked! };
  }

  test('the token goes out in the parameters and brings the end in', async () => {
    const { machine, world, taskId, taskToken, invoked } = await awaiting(callback);
    expect(invoked.arguments).toEqual({ QueueUrl: 'q', MessageBody: { Token: taskToken } });
    const submitted = await step(machine, world, { type: 'TaskSubmitted', taskId, output: { MessageId: 'm' } });
    expect(submitted.tasks.size).toBe(0);
    const ended = await step(machine, submitted, { type: 'TaskSucceeded', taskId, taskToken, output: 7 });
    expect(ended.state.end).toEqual({ status: 'SUCCEEDED', output: 7 });
  });

  test('a callback may overtake the answer to its request', async () => {
    const { machine, world, taskId, taskToken } = await awaiting(callback);
    const ended = await step(machine, world, { type: 'TaskSucceeded', taskId, taskToken, output: 7 });
    expect(ended.state.status).toBe('SUCCEEDED');
    expect(await step(machine, ended, { type: 'TaskSubmitted', taskId, output: {} })).toEqual(ended);
  });

  test('a forged token changes nothing', async () => {
    const { machine, world, taskId } = await awaiting(callback);
    expect(await step(machine, world, { type: 'TaskHeartbeat', taskId, taskToken: 'forged' })).toEqual(world);
  });

  test('heartbeats put the timeout off', async () => {
    const { machine, world, taskId } = await awaiting({ ...callback, HeartbeatSeconds: 10 });
    const later = { ...world, nowMs: world.nowMs + 9_000 };
    const beaten = await step(machine, later, { type: 'TaskHeartbeat', taskId });
    expect([...beaten.timers.values()]).toEqual([later.nowMs + 10_000]);
    expect(linesOf(beaten)).toEqual(linesOf(world));
    const [stale] = [...world.timers.keys()];
    expect((await step(machine, beaten, { type: 'TimerFired', timerId: stale! })).history).toEqual(beaten.history);
  });

  test("an activity's heartbeats count from the worker's start", async () => {
    const activity = { ...task, Resource: 'arn:aws:states:us-east-1:000000000000:activity:a', HeartbeatSeconds: 10 };
    const { machine, world, taskId } = await awaiting(activity);
    expect(world.timers.size).toBe(0);
    const taken = await step(machine, world, { type: 'TaskStarted', taskId, workerName: 'w' });
    expect([taken.tasks.size, taken.timers.size]).toEqual([0, 1]);
    expect(linesOf(taken).slice(2)).toEqual(['3<2 ActivityScheduled', '4<3 ActivityStarted']);
  });

  test('a job is awaited after its submission and cancelled with its execution', async () => {
    const job = {
      ...task,
      Resource: 'arn:aws:states:::states:startExecution.sync',
      Parameters: { StateMachineArn: 'm' },
    };
    const { machine, world, taskId } = await awaiting(job);
    const submitted = await step(machine, world, { type: 'TaskSubmitted', taskId, output: { ExecutionArn: 'e' } });
    expect(submitted.tasks.get(taskId)).toMatchObject({ type: 'AwaitJob', output: { ExecutionArn: 'e' } });
    const stop: Activation = { type: 'StopRequested', time: world.nowMs, seed: 1 };
    const { commands } = await transition(machine, submitted.state, stop);
    expect(commands.map(({ type }) => type)).toEqual(['CancelTask', 'EndExecution']);
    expect(commands[0]).toMatchObject({ submitted: { ExecutionArn: 'e' } });
  });
});

test('a Map over a literal object fails as one over anything else that is no array', async () => {
  const map = { ...mapOf(pass)['M'], QueryLanguage: 'JSONata', Items: { a: 1 }, End: true };
  const world = await drive(machineOf({ M: map }), {}, never);
  expect(world.state.end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

test('a task of an activity that does not exist is not scheduled, and nothing catches that', async () => {
  const arn = 'arn:aws:states:us-east-1:000000000000:activity:gone';
  const caught = { ...task, Resource: arn, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] };
  const machine = machineOf({ T: caught, C: pass });
  const start = { type: 'ExecutionStarted', ...testStart, time: 1, seed: 1, absentActivities: [arn] } as const;
  const { history, state } = await transition(machine, initialState(), start);
  expect(history.map(({ event }) => event?.type)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ExecutionFailed']);
  expect(state.end).toEqual({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: `An error occurred while executing the state 'T' (entered at the event id #2). The activity ${arn} does not exist.`,
  });
});

test('what a failed Map aborted is not aborted again by what is around it', async () => {
  const item = { ...mapOf(task)['M'], End: true };
  const machine = machineOf({ P: { Type: 'Parallel', Branches: [{ StartAt: 'M', States: { M: item } }], ...end } });
  const world = await drive(machine, { input: [1, 2, 3] }, ({ taskId, arguments: input }) =>
    input === 2 ? { type: 'TaskFailed', taskId, error: 'E' } : undefined,
  );
  const types = world.history.flatMap(({ event }) => (event ? [event.type] : []));
  expect(types.filter((type) => /Aborted|(Map|Parallel).*Failed/.test(type))).toEqual([
    'MapIterationAborted',
    'TaskStateAborted',
    'MapIterationFailed',
    'TaskStateAborted',
    'MapIterationAborted',
    'TaskStateAborted',
    'MapStateFailed',
    'MapStateAborted',
    'ParallelStateFailed',
  ]);
});

describe('redrive', () => {
  test('goes on in the failed branch alone', async () => {
    const machine = machineOf({
      P: { Type: 'Parallel', Branches: [branch(task), branch({ ...task, Resource: `${lambda}2` }, 'C')], ...end },
    });
    const half: Outcomes = ({ taskId, resource }) =>
      resource.arn === lambda
        ? { type: 'TaskSucceeded', taskId, output: 'one' }
        : { type: 'TaskFailed', taskId, error: 'E' };
    const failed = await drive(machine, {}, half);
    const redriven = await step(machine, failed, { type: 'RedriveRequested' });
    expect([...redriven.tasks.values()]).toMatchObject([{ resource: { arn: `${lambda}2` } }]);
    const ended = await settle(machine, redriven, ({ taskId }) => ({ type: 'TaskSucceeded', taskId, output: 'two' }));
    expect(ended.state).toMatchObject({ redriveCount: 1, end: { status: 'SUCCEEDED', output: ['one', 'two'] } });
    expect(linesOf(ended).slice(linesOf(failed).length, linesOf(failed).length + 2)).toEqual([
      '16<15 ExecutionRedriven',
      '17<16 LambdaFunctionScheduled',
    ]);
  });

  test('runs the failed, aborted and unstarted iterations of a Map', async () => {
    const machine = machineOf(mapOf(task, { MaxConcurrency: 2 }));
    const failsAt3: Outcomes = ({ taskId, arguments: item }) =>
      item === 3 ? { type: 'TaskFailed', taskId, error: 'E' } : { type: 'TaskSucceeded', taskId, output: item };
    const failed = await drive(machine, { input: [1, 2, 3, 4, 5] }, failsAt3);
    expect(failed.state.status).toBe('FAILED');
    const again: Json[] = [];
    const ended = await settle(machine, await step(machine, failed, { type: 'RedriveRequested' }), (invoked) => {
      again.push(invoked.arguments);
      return succeed(invoked, false);
    });
    expect(again).not.toContain(1);
    expect(ended.state.end).toEqual({ status: 'SUCCEEDED', output: [1, 2, 3, 4, 5] });
  });

  test('begins every retry anew', async () => {
    const retried = { ...task, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1, IntervalSeconds: 1 }] };
    const machine = machineOf({ T: retried });
    let attempts = 0;
    const fails: Outcomes = ({ taskId }) => {
      attempts++;
      return { type: 'TaskFailed', taskId, error: 'E' };
    };
    const failed = await drive(machine, {}, fails);
    expect(attempts).toBe(2);
    const again = await settle(machine, await step(machine, failed, { type: 'RedriveRequested' }), fails);
    expect([attempts, again.state.status, again.state.redriveCount]).toEqual([4, 'FAILED', 1]);
  });

  test('evaluates the settings of a Map that had begun nothing', async () => {
    const machine = machineOf(mapOf(task, { MaxConcurrencyPath: '$.most', ItemsPath: '$.items' }));
    const failed = await drive(machine, { input: { most: 'many', items: [1] } }, succeed);
    expect(failed.state.status).toBe('FAILED');
    const again = await settle(machine, await step(machine, failed, { type: 'RedriveRequested' }), succeed);
    expect(again.state.status).toBe('FAILED');
  });

  test('runs all of a Map again whose result was too large to go on', async () => {
    const machine = machineOf(mapOf(task));
    let size = 200_000;
    let invocations = 0;
    const large: Outcomes = ({ taskId }) => {
      invocations++;
      return { type: 'TaskSucceeded', taskId, output: 'x'.repeat(size) };
    };
    const failed = await drive(machine, { input: [1, 2] }, large);
    expect(failed.state.end).toMatchObject({ error: 'States.DataLimitExceeded' });
    size = 10;
    const again = await settle(machine, await step(machine, failed, { type: 'RedriveRequested' }), large);
    expect([again.state.status, invocations]).toEqual(['SUCCEEDED', 4]);
  });

  test('shows in the context object', async () => {
    const machine = machineOf({ F: { Type: 'Fail', CausePath: 'States.JsonToString($$.Execution)' } });
    const failed = await drive(machine, {}, never);
    const again = await step(machine, { ...failed, nowMs: failed.nowMs + 1_000 }, { type: 'RedriveRequested' });
    const { cause } = again.state.end as { cause: string };
    expect(JSON.parse(cause)).toMatchObject({ RedriveCount: 1, RedriveTime: '2026-01-01T00:00:01.000Z' });
  });

  test('remembers the last ten client tokens', async () => {
    const machine = machineOf({ F: { Type: 'Fail' } });
    let world = await drive(machine, {}, never);
    for (let n = 1; n <= 12; n++)
      world = await step(machine, world, { type: 'RedriveRequested', clientToken: `t${n}` });
    const tokens = world.state.redriveTokens!.map(({ clientToken }) => clientToken);
    expect([tokens.length, tokens[0], tokens.at(-1)]).toEqual([10, 't3', 't12']);
    expect(world.state).toMatchObject({ status: 'FAILED', redriveCount: 12 });
  });

  test('is not for Express, nor for what succeeded or runs', async () => {
    const machine = machineOf({ A: pass });
    const ended = await drive(machine, {}, never);
    expect(await step(machine, ended, { type: 'RedriveRequested' })).toEqual(ended);
  });
});

test.each([
  ['STANDARD', 'aws', 365 * 86_400_000],
  ['EXPRESS', 'aws', 300_000],
  ['STANDARD', 'none', undefined],
] as const)('%s under limits %s times out after %s ms', async (executionType, limits, durationMs) => {
  const world = await drive(machineOf({ T: task }), { executionType, limits }, never);
  expect(world.state.status).toBe(durationMs === undefined ? 'RUNNING' : 'TIMED_OUT');
  if (durationMs !== undefined) expect(world.state.endedMs! - world.state.startedMs).toBe(durationMs);
});

test('the context object is printed as AWS does', async () => {
  const world = await run({ A: { Type: 'Pass', Parameters: { 'c.$': '$$' }, End: true } }, { in: 1 });
  const time = new Date(world.nowMs).toISOString();
  expect(JSON.stringify((world.state.end as { output: JsonObject }).output['c'])).toBe(
    JSON.stringify({
      Execution: {
        Id: testStart.executionArn,
        Input: { in: 1 },
        StartTime: time,
        Name: 'execution',
        RoleArn: testStart.roleArn,
        RedriveCount: 0,
      },
      StateMachine: { Id: testStart.stateMachineArn, Name: 'machine' },
      State: { Name: 'A', EnteredTime: time },
    }),
  );
});

test('an inner Map hides the item of the outer one, a Parallel shows it', async () => {
  const item = { Type: 'Pass', Parameters: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' }, End: true };
  const parallel = { Type: 'Parallel', Branches: [branch(item, 'D')], End: true };
  const inner = { Type: 'Map', ItemProcessor: branch(parallel, 'C'), End: true };
  const { state } = await run({ M: { Type: 'Map', ItemProcessor: branch(inner), End: true } }, [['a', 'b'], ['c']]);
  expect(state.end).toEqual({
    status: 'SUCCEEDED',
    output: [[[{ i: 0, v: 'a' }], [{ i: 1, v: 'b' }]], [[{ i: 0, v: 'c' }]]],
  });
});

test('variables of a branch end with it; expressions of a state see the values from before its Assign', async () => {
  const { state } = await run({
    A: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' },
    P: {
      Type: 'Parallel',
      Branches: [branch({ Type: 'Pass', Assign: { y: 2 }, Parameters: { 'x.$': '$x' }, End: true }, 'D')],
      Next: 'B',
    },
    B: { Type: 'Pass', Assign: { x: 5 }, Parameters: { 'x.$': '$x', 'p.$': '$' }, Next: 'C' },
    C: { Type: 'Pass', ResultPath: '$.after', Parameters: { 'x.$': '$x' }, End: true },
  });
  expect(state.end).toEqual({ status: 'SUCCEEDED', output: { x: 1, p: [{ x: 1 }], after: { x: 5 } } });
});

test.each([
  ['one of more than 256 KiB', [300_000], 'aws', 'FAILED'],
  ['many of more than 10 MiB together', Array.from({ length: 41 }, () => 262_000), 'aws', 'FAILED'],
  ['many of less', Array.from({ length: 39 }, () => 200_000), 'aws', 'SUCCEEDED'],
  ['without limits', [300_000], 'none', 'SUCCEEDED'],
] as const)('variables: %s', async (_name, sizes, limits, status) => {
  const states = Object.fromEntries(
    sizes.map((size, index) => [
      `A${index}`,
      { Type: 'Pass', Assign: { [`v${index}`]: 'x'.repeat(size) }, Next: `A${index + 1}` },
    ]),
  );
  const machine = machineOf({ ...states, [`A${sizes.length}`]: pass });
  const { state } = await drive(machine, { limits }, never);
  expect(state.status).toBe(status);
  if (status === 'FAILED') expect(state.end).toMatchObject({ error: 'States.DataLimitExceeded' });
});

test('at most forty iterations run at once, unless the limits are lifted', async () => {
  const input = Array.from({ length: 60 }, (_, index) => index);
  const begin = async (limits: ExecutionStart['limits']) =>
    (await step(machineOf(mapOf(task)), newWorld(), { type: 'ExecutionStarted', ...testStart, input, limits })).tasks
      .size;
  expect(await begin('aws')).toBe(40);
  expect(await begin('none')).toBe(60);
});

test('without JSONata a step is no promise', () => {
  const activation: Activation = { type: 'ExecutionStarted', ...testStart, time: 0, seed: 0 };
  expect(transition(machineOf({ A: pass }), initialState(), activation)).not.toBeInstanceOf(Promise);
});
