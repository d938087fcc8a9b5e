import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../asl/json.ts';
import type { TaskRequest } from '../../../connectors/connector.ts';
import { createStateTester, LAMBDA, type Request, ROLE } from './test-state.testing.ts';

const testAlone = (definition: Json, request?: Request) => createStateTester().test(definition, request);

const lambda = { Type: 'Task', Resource: LAMBDA, Next: 'B' };
const map = {
  Type: 'Map',
  ItemsPath: '$.list',
  ItemSelector: { 'n.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' },
  ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } },
  End: true,
};
const distributed = {
  ...map,
  ItemProcessor: { ...map.ItemProcessor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } },
};
const parallel = {
  Type: 'Parallel',
  Branches: [map.ItemProcessor, { StartAt: 'J', States: { J: { Type: 'Succeed' } } }],
  ResultPath: '$.both',
  Next: 'B',
};

describe('the status', () => {
  const again = { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'C' }], Default: 'StateName' };
  test.each<[string, Json, Request, object]>([
    ['a Pass that goes on', { Type: 'Pass', Result: 7, Next: 'B' }, {}, { output: 7, nextState: 'B' }],
    ['a Choice that goes back to itself', again, {}, { output: {}, nextState: 'StateName' }],
    ['a Succeed', { Type: 'Succeed', OutputPath: '$.a' }, { input: { a: [1] } }, { output: [1] }],
  ])('of %s is SUCCEEDED', async (_, definition, request, expected) => {
    expect(await testAlone(definition, request)).toEqual({ status: 'SUCCEEDED', ...expected });
  });

  test.each<[string, Json, object]>([
    ['a Fail', { Type: 'Fail', Error: 'E', Cause: 'why' }, { error: 'E', cause: 'why' }],
    ['a Fail without fields', { Type: 'Fail' }, {}],
    [
      'a path that leads nowhere',
      { Type: 'Pass', InputPath: '$.no', End: true },
      {
        error: 'States.Runtime',
        cause:
          "An error occurred while executing the state 'StateName' (entered at the event id #2). Invalid path '$.no' : No results for path: $['no']",
      },
    ],
  ])('of %s is FAILED', async (_, definition, expected) => {
    expect(await testAlone(definition)).toEqual({ status: 'FAILED', ...expected });
  });

  const handled: JsonObject = {
    ...lambda,
    Retry: [
      { ErrorEquals: ['Other'], MaxAttempts: 9 },
      { ErrorEquals: ['Boom'], IntervalSeconds: 3, BackoffRate: 3, MaxAttempts: 2 },
    ],
    Catch: [
      { ErrorEquals: ['Never'], Next: 'N' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'C' },
    ],
  };
  const boom = { errorOutput: { error: 'Boom', cause: 'bang' } };
  test.each<[number | undefined, number]>([
    [undefined, 3],
    [1, 9],
  ])('after %s retries is RETRIABLE in %d seconds', async (retrierRetryCount, retryBackoffIntervalSeconds) => {
    const stateConfiguration = retrierRetryCount === undefined ? {} : { retrierRetryCount };
    expect(await testAlone(handled, { mock: boom, stateConfiguration, inspectionLevel: 'DEBUG' })).toMatchObject({
      status: 'RETRIABLE',
      error: 'Boom',
      cause: 'bang',
      inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds } },
    });
  });

  test('is CAUGHT_ERROR when no retries are left', async () => {
    const stateConfiguration = { retrierRetryCount: 2 };
    const answer = await testAlone(handled, {
      input: { a: 1 },
      mock: boom,
      stateConfiguration,
      inspectionLevel: 'DEBUG',
    });
    expect(answer).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'Boom',
      nextState: 'C',
      output: { a: 1, e: { Error: 'Boom', Cause: 'bang' } },
      inspectionData: { errorDetails: { retryIndex: 1, catchIndex: 1 } },
    });
  });

  test('of a failure that AWS lets nobody catch is FAILED, without details', async () => {
    const answer = await testAlone(
      { ...handled, Parameters: { 'x.$': '$.no' } },
      { mock: boom, inspectionLevel: 'TRACE' },
    );
    expect(answer).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(answer.inspectionData).not.toHaveProperty('errorDetails');
  });
});

describe('inspection data', () => {
  test('is absent at INFO', async () => {
    expect(await testAlone({ Type: 'Succeed' })).not.toHaveProperty('inspectionData');
  });

  test.each<[string, Json, Request, object]>([
    [
      'a Task in JSONPath',
      {
        ...lambda,
        InputPath: '$.in',
        Parameters: { 'p.$': '$.x' },
        ResultSelector: { 's.$': '$.r' },
        ResultPath: '$.out',
        OutputPath: '$.out.s',
      },
      { input: { in: { x: 1 } }, mock: { result: { r: 2 } } },
      {
        input: { in: { x: 1 } },
        afterInputPath: { x: 1 },
        afterParameters: { p: 1 },
        result: { r: 2 },
        afterResultSelector: { s: 2 },
        afterResultPath: { in: { x: 1 }, out: { s: 2 } },
      },
    ],
    [
      'a Task in JSONata',
      { ...lambda, QueryLanguage: 'JSONata', Arguments: '{% $states.input.x + 1 %}', Output: '{% $states.result %}' },
      { input: { x: 1 }, mock: { result: 'done' } },
      { input: { x: 1 }, afterArguments: 2, result: 'done' },
    ],
    [
      'a Pass with a literal result',
      { Type: 'Pass', Result: 1, ResultPath: '$.r', End: true },
      { input: {} },
      { input: {}, result: 1, afterResultSelector: 1, afterResultPath: { r: 1 } },
    ],
    [
      'a Parallel',
      parallel,
      { input: {}, mock: { result: [1, 2] } },
      { input: {}, afterResultSelector: [1, 2], afterResultPath: { both: [1, 2] } },
    ],
    [
      'a Map',
      { ...map, MaxConcurrency: 4 },
      { input: { list: ['a', 'b'] }, mock: { result: [1, 2] } },
      {
        input: { list: ['a', 'b'] },
        afterInputPath: { list: ['a', 'b'] },
        afterItemsPath: ['a', 'b'],
        afterItemSelector: [
          { n: 0, v: 'a' },
          { n: 1, v: 'b' },
        ],
        afterResultSelector: [1, 2],
        afterResultPath: [1, 2],
        maxConcurrency: 4,
      },
    ],
    [
      'a distributed Map that batches what it read',
      {
        ...distributed,
        ItemsPath: undefined,
        ItemSelector: undefined,
        QueryLanguage: 'JSONata',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON', ItemsPointer: '/rows' },
          Arguments: { Bucket: 'b', Key: 'k' },
        },
        ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { of: '{% $states.input.run %}' } },
        ToleratedFailurePercentage: 10,
      } as unknown as Json,
      {
        input: { run: 5 },
        mock: { result: [1, 2] },
        stateConfiguration: { mapItemReaderData: '{"rows":[1,2,3]}' },
      },
      {
        input: { run: 5 },
        afterItemsPointer: [1, 2, 3],
        afterItemBatcher: [
          { BatchInput: { of: 5 }, Items: [1, 2] },
          { BatchInput: { of: 5 }, Items: [3] },
        ],
        maxConcurrency: 0,
        toleratedFailurePercentage: 10,
      },
    ],
  ])('of %s', async (_, definition, request, expected) => {
    const answer = await testAlone(definition, { ...request, inspectionLevel: 'DEBUG' });
    expect(answer.status).toBe('SUCCEEDED');
    expect(answer.inspectionData).toEqual(expected);
  });

  test('holds the variables that came along and those that were assigned', async () => {
    const definition = { Type: 'Pass', Assign: { 'b.$': '$a', c: 3 }, Next: 'B' };
    const answer = await testAlone(definition, { variables: { a: 1, c: 0 }, inspectionLevel: 'DEBUG' });
    expect(answer.inspectionData?.['variables']).toEqual({ a: 1, b: 1, c: 3 });
  });
});

describe('iterations of a Map that failed', () => {
  const request = (mapIterationFailureCount: number): Request => ({
    input: { list: [1, 2, 3, 4] },
    mock: { result: [1, 2, 3, 4] },
    stateConfiguration: { mapIterationFailureCount },
  });
  test.each<[object, number, string]>([
    [{}, 4, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1 }, 1, 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1 }, 2, 'FAILED'],
    [{ ToleratedFailurePercentage: 50 }, 2, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 50 }, 3, 'FAILED'],
    [{ ToleratedFailureCount: 4, ToleratedFailurePercentage: 0 }, 1, 'FAILED'],
  ])('%j bears %d: %s', async (fields, count, status) => {
    const answer = await testAlone({ ...distributed, ...fields }, request(count));
    expect(answer.status).toBe(status);
    if (status === 'FAILED') expect(answer.error).toBe('States.ExceedToleratedFailureThreshold');
  });

  test('cannot be more than there are', async () => {
    await expect(testAlone(distributed, request(5))).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Map iteration failure count must be less than or equal to the number of Map iterations',
    });
  });
});

describe('the context object', () => {
  const definition = { Type: 'Pass', Parameters: { 'c.$': '$$' }, End: true };
  test('is that of an execution that cannot be redriven', async () => {
    const { output } = await testAlone(definition, { input: 1, roleArn: ROLE });
    expect(output).toMatchObject({
      c: {
        Execution: { Id: expect.stringContaining(':express:'), Input: 1, RoleArn: ROLE },
        State: { Name: 'StateName' },
      },
    });
    expect((output as { c: { Execution: object } }).c.Execution).not.toHaveProperty('RedriveCount');
  });

  test('is what came along, and nothing more', async () => {
    const context = { Execution: { Name: 'n' } };
    expect((await testAlone(definition, { context })).output).toEqual({ c: context });
  });
});

describe('a state of a machine', () => {
  const machine = {
    StartAt: 'M',
    States: { M: { ...distributed, Next: 'E', End: undefined }, E: { Type: 'Succeed' } },
  };
  test('is found by its name, however deep it lies', async () => {
    const answer = await testAlone(machine as unknown as Json, { stateName: 'I', input: 3 });
    expect(answer).toEqual({ status: 'SUCCEEDED', output: 3 });
  });
  test('that is not there is refused', async () => {
    await expect(testAlone(machine as unknown as Json, { stateName: 'X' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('what runs for real', () => {
  test('is called once, with what it was given', async () => {
    const requests: TaskRequest[] = [];
    const tester = createStateTester({
      invoke: async (request) => {
        requests.push(request);
        return { type: 'Succeeded', output: 'hi' };
      },
    });
    const definition = { ...lambda, Parameters: { 'x.$': '$.y' } };
    expect(await tester.test(definition, { input: { y: 1 }, roleArn: ROLE })).toMatchObject({ output: 'hi' });
    expect(requests).toMatchObject([{ arguments: { x: 1 }, roleArn: ROLE, stateName: 'StateName', attempt: 0 }]);
  });

  test('times out by its own field, and is let go', async () => {
    let signal: AbortSignal | undefined;
    const tester = createStateTester({
      invoke: (request) => {
        signal = request.signal;
        return new Promise(() => {});
      },
    });
    const definition = { ...lambda, TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'T' }] };
    const answer = tester.test(definition, { roleArn: ROLE });
    await expect.poll(() => signal).toBeDefined();
    tester.clock.advance(5_000);
    expect(await answer).toMatchObject({ status: 'CAUGHT_ERROR', error: 'States.Timeout', nextState: 'T' });
    expect(signal?.aborted).toBe(true);
  });

  test('fails after five minutes', async () => {
    let isCalled = false;
    const tester = createStateTester({
      invoke: () => {
        isCalled = true;
        return new Promise(() => {});
      },
    });
    const answer = tester.test(lambda, { roleArn: ROLE });
    await expect.poll(() => isCalled).toBe(true);
    tester.clock.advance(300_000);
    expect(await answer).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('is let go when the client goes away', async () => {
    const client = new AbortController();
    const signals: AbortSignal[] = [];
    const tester = createStateTester({
      signal: client.signal,
      invoke: (request) => {
        signals.push(request.signal);
        return new Promise(() => {});
      },
    });
    const answer = tester.test(lambda, { roleArn: ROLE });
    await expect.poll(() => signals.length).toBe(1);
    client.abort();
    await answer;
    expect(signals[0]?.aborted).toBe(true);
  });

  test('a Wait waits', async () => {
    const { clock, test: testState } = createStateTester();
    let isDone = false;
    const answer = testState({ Type: 'Wait', Seconds: 60, Next: 'B' }, { input: 1 }).finally(() => {
      isDone = true;
    });
    await new Promise(setImmediate);
    expect(isDone).toBe(false);
    clock.advance(60_000);
    expect(await answer).toEqual({ status: 'SUCCEEDED', output: 1, nextState: 'B' });
  });
});
