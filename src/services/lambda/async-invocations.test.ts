import { expect, test } from 'vitest';
import type { FunctionRunner, Invocation, InvocationResult } from '../../functions/function-runner.ts';
import type { Clock } from '../../runtime/clock.ts';
import { MemoryRecords } from '../../store/memory-records.ts';
import { LambdaBench } from './lambda-bench.testing.ts';
import type { InvocationEnd } from './lambda-dependencies.ts';

/** Time that passes only when told. */
class ManualClock implements Clock {
  #nowMs = 1_000;
  #timers: { readonly atMs: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  async advance(ms: number): Promise<void> {
    this.#nowMs += ms;
    const due = this.#timers.filter(({ atMs }) => atMs <= this.#nowMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.#nowMs);
    for (const { callback } of due) callback();
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let n = 0; n < 5; n++) await new Promise(setImmediate);
}

class FakeRunner implements FunctionRunner {
  readonly invocations: Invocation[] = [];
  failures = 0;

  async invoke(invocation: Invocation): Promise<InvocationResult> {
    this.invocations.push(invocation);
    const isFailed = this.failures-- > 0;
    return {
      payload: isFailed ? '{"errorMessage":"bad"}' : 'null',
      ...(isFailed ? { functionError: 'Unhandled' as const } : {}),
      logTail: '',
      durationMs: 1,
      billedMs: 1,
      maxMemoryMb: 1,
      coldStart: false,
    };
  }

  async drain(): Promise<void> {}
  async stop(): Promise<void> {}
}

async function open(options: ConstructorParameters<typeof LambdaBench>[0] = {}) {
  const clock = new ManualClock();
  const runner = new FakeRunner();
  const bench = new LambdaBench({ runner, clock, ...options });
  await bench.service.start();
  const invoke = (event: unknown, more: object = {}) =>
    bench.call('Invoke', { FunctionName: 'f', InvocationType: 'Event', Payload: JSON.stringify(event), ...more });
  const waiting = () => bench.records.collection('lambda.asyncInvocations').count();
  return { clock, runner, bench, invoke, waiting };
}

test('is accepted at once and runs once', async () => {
  const { runner, bench, invoke, waiting } = await open();
  await bench.create('f');
  expect(await invoke({ n: 1 })).toEqual({ StatusCode: 202, Payload: '' });
  await settle();
  expect(runner.invocations.map(({ payload }) => payload)).toEqual(['{"n":1}']);
  expect(waiting()).toBe(0);
  await bench.close();
});

test('a failed one runs again after one minute and after two more, then is given up', async () => {
  const letters: unknown[] = [];
  const { clock, runner, bench, invoke, waiting } = await open({
    deliverDeadLetter: async (letter) => {
      letters.push(letter);
    },
  });
  await bench.create('f', { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' } });
  runner.failures = 3;
  await invoke({ n: 1 });
  await settle();
  const runs: number[] = [runner.invocations.length];
  for (const ms of [59_000, 1_000, 119_000, 1_000, 600_000]) {
    await clock.advance(ms);
    runs.push(runner.invocations.length);
  }
  expect(runs).toEqual([1, 1, 2, 2, 3, 3]);
  expect(new Set(runner.invocations.map(({ requestId }) => requestId)).size).toBe(1);
  expect(waiting()).toBe(0);
  expect(letters).toEqual([
    {
      targetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
      body: '{"n":1}',
      requestId: runner.invocations[0]!.requestId,
      errorCode: 200,
      errorMessage: 'bad',
    },
  ]);
  await bench.close();
});

test('what an earlier run accepted is run by the next', async () => {
  const records = new MemoryRecords();
  const first = await open({ records });
  await first.bench.create('f');
  first.runner.failures = 1;
  await first.invoke({ n: 1 });
  await settle();
  await first.bench.close();
  const second = await open({ records });
  await second.clock.advance(60_000);
  expect(second.runner.invocations.map(({ payload }) => payload)).toEqual(['{"n":1}']);
  expect(second.waiting()).toBe(0);
  await second.bench.close();
});

test('waits while the function has no concurrency, and is dropped with its function', async () => {
  const { clock, runner, bench, invoke, waiting } = await open();
  await bench.create('f');
  await bench.call('PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 0 });
  await invoke({ n: 1 });
  await clock.advance(5_000);
  expect([runner.invocations.length, waiting()]).toEqual([0, 1]);
  await bench.call('DeleteFunctionConcurrency', { FunctionName: 'f' });
  await clock.advance(1_000);
  expect([runner.invocations.length, waiting()]).toEqual([1, 0]);
  runner.failures = 1;
  await invoke({ n: 2 });
  await settle();
  await bench.call('DeleteFunction', { FunctionName: 'f' });
  await clock.advance(60_000);
  expect([runner.invocations.length, waiting()]).toEqual([2, 0]);
  await bench.close();
});

const DESTINATION = 'arn:aws:sqs:us-east-1:000000000000:ends';

/** A function whose ends are told to a destination, and what was told. */
async function openTold(config: object) {
  const ends: InvocationEnd[] = [];
  const letters: unknown[] = [];
  const opened = await open({
    deliverToDestination: async (end) => void ends.push(end),
    deliverDeadLetter: async (letter) => void letters.push(letter),
  });
  await opened.bench.create('f');
  const DestinationConfig = { OnSuccess: { Destination: DESTINATION }, OnFailure: { Destination: DESTINATION } };
  await opened.bench.call('PutFunctionEventInvokeConfig', { FunctionName: 'f', DestinationConfig, ...config });
  const told = () => ends.map(({ record }) => JSON.parse(record));
  return { ...opened, ends, told, letters };
}

test('a destination hears of success, and of what it took', async () => {
  const { runner, bench, invoke, told, ends } = await openTold({});
  runner.failures = 0;
  await invoke({ n: 1 });
  await settle();
  expect(ends.map(({ targetArn, isSuccess }) => [targetArn, isSuccess])).toEqual([[DESTINATION, true]]);
  expect(told()).toEqual([
    {
      version: '1.0',
      timestamp: expect.stringMatching(/Z$/),
      requestContext: {
        requestId: runner.invocations[0]!.requestId,
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',
        condition: 'Success',
        approximateInvokeCount: 1,
      },
      requestPayload: { n: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: null,
    },
  ]);
  await bench.close();
});

test.each<[config: object, failures: number, advances: number[], runs: number, condition: string]>([
  [{ MaximumRetryAttempts: 0 }, 1, [], 1, 'RetriesExhausted'],
  [{ MaximumRetryAttempts: 1 }, 2, [60_000], 2, 'RetriesExhausted'],
  [{}, 3, [60_000, 120_000], 3, 'RetriesExhausted'],
  // The second retry would come when the event is 180 seconds old.
  [{ MaximumEventAgeInSeconds: 179 }, 3, [60_000], 2, 'EventAgeExceeded'],
  [{ MaximumEventAgeInSeconds: 180 }, 3, [60_000, 120_000], 3, 'RetriesExhausted'],
  [{ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 }, 2, [60_000], 2, 'EventAgeExceeded'],
])('%j: after %i failures and %j it ends after %i runs: %s', async (config, failures, advances, runs, condition) => {
  const { clock, runner, bench, invoke, told, waiting } = await openTold(config);
  runner.failures = failures;
  await invoke({ n: 1 });
  await settle();
  for (const ms of advances) {
    expect(told()).toEqual([]);
    await clock.advance(ms);
  }
  expect([runner.invocations.length, waiting()]).toEqual([runs, 0]);
  expect(told()).toMatchObject([
    {
      requestContext: { condition, approximateInvokeCount: runs },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      responsePayload: { errorMessage: 'bad' },
    },
  ]);
  await bench.close();
});

test('without any concurrency, an event goes where failures go', async () => {
  const { runner, bench, invoke, told, letters, waiting } = await openTold({});
  await bench.call('UpdateFunctionConfiguration', { FunctionName: 'f', DeadLetterConfig: { TargetArn: DESTINATION } });
  await bench.call('PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 0 });
  await invoke({ n: 1 });
  await settle();
  expect([runner.invocations.length, waiting()]).toEqual([0, 0]);
  expect(told()).toMatchObject([
    {
      requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 },
      requestPayload: { n: 1 },
    },
  ]);
  expect(told()[0]).not.toHaveProperty('responseContext');
  expect(letters).toMatchObject([{ body: '{"n":1}', errorCode: 429 }]);
  await bench.close();
});

test('a destination that is gone does not bring the event back', async () => {
  const records = new MemoryRecords();
  const gone = async (): Promise<void> => {
    throw new Error('QueueDoesNotExist');
  };
  const first = await open({ records, deliverToDestination: gone, deliverDeadLetter: gone });
  await first.bench.create('f', { DeadLetterConfig: { TargetArn: DESTINATION } });
  const DestinationConfig = { OnSuccess: { Destination: DESTINATION }, OnFailure: { Destination: DESTINATION } };
  const config = { FunctionName: 'f', DestinationConfig, MaximumRetryAttempts: 0 };
  await first.bench.call('PutFunctionEventInvokeConfig', config);
  first.runner.failures = 1;
  await first.invoke({ n: 1 });
  await first.invoke({ n: 2 });
  await settle();
  expect([first.runner.invocations.length, first.waiting()]).toEqual([2, 0]);
  await first.bench.close();
});

test('a function cannot be its own destination', async () => {
  const { bench } = await open();
  await bench.create('f');
  const Destination = 'arn:aws:lambda:us-east-1:000000000000:function:f:live';
  expect(
    await bench.refusal('PutFunctionEventInvokeConfig', {
      FunctionName: 'f',
      DestinationConfig: { OnSuccess: { Destination } },
    }),
  ).toBe("400 InvalidParameterValueException: You can't specify the function as a destination for itself.");
  await bench.close();
});

test('the configuration goes with what it is of', async () => {
  const { bench } = await open();
  await bench.create('f', { Publish: true });
  await bench.create('ff');
  await bench.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' });
  const put = (FunctionName: string, Qualifier?: string) =>
    bench.call('PutFunctionEventInvokeConfig', { FunctionName, Qualifier, MaximumRetryAttempts: 0 });
  const none = /^404 ResourceNotFoundException: .*doesn't have an EventInvokeConfig/;
  const get = (FunctionName: string, Qualifier?: string) =>
    bench.refusal('GetFunctionEventInvokeConfig', { FunctionName, Qualifier });
  for (const [name, qualifier] of [['f'], ['f', '1'], ['f', 'live'], ['ff']] as const) await put(name, qualifier);
  await bench.call('DeleteAlias', { FunctionName: 'f', Name: 'live' });
  await bench.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' });
  expect(await get('f', 'live')).toMatch(none);
  expect(await get('f', '1')).toBe('no error');
  await bench.call('DeleteFunction', { FunctionName: 'f' });
  await bench.create('f', { Publish: true });
  expect(await get('f')).toMatch(none);
  expect(await get('f', '1')).toMatch(none);
  expect(await get('ff')).toBe('no error');
  await bench.close();
});
