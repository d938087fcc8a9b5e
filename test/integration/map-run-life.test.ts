/**
 * Map runs while they go on: children of both kinds, listings, a stop, a change in flight, a redrive, a server that goes and comes back.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-examine-map-run.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUCKET, csvReader, failing, type MapRunBench, openBench, processor, writer } from './map-runs.testing.ts';

let bench: MapRunBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

const waiting = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3_600, End: true } } };

/** Succeeds once there is the bucket that the item names. */
const needsBucket = {
  StartAt: 'Read',
  States: {
    Read: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:s3:headBucket',
      Parameters: { 'Bucket.$': '$.bucket' },
      ResultPath: null,
      End: true,
    },
  },
};

interface MapRunShown {
  readonly mapRunArn: string;
  readonly status: string;
  readonly itemCounts: Record<string, number>;
  readonly executionCounts: Record<string, number>;
  readonly redriveCount: number;
}

async function untilCounts(executionArn: string, wanted: Record<string, number>): Promise<MapRunShown> {
  for (;;) {
    const shown = (await bench.mapRun(executionArn).catch(() => undefined)) as MapRunShown | undefined;
    if (shown && Object.entries(wanted).every(([name, count]) => shown.itemCounts[name] === count)) return shown;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function children(mapRunArn: string, filter: object = {}): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let nextToken: unknown;
  do {
    const page = await bench.call('states', 'ListExecutions', {
      mapRunArn,
      maxResults: 2,
      ...filter,
      ...(nextToken !== undefined && { nextToken }),
    });
    found.push(...(page['executions'] as Record<string, unknown>[]));
    nextToken = page['nextToken'];
  } while (nextToken !== undefined);
  return found;
}

test.each(['STANDARD', 'EXPRESS'] as const)(
  '%s children have addresses, are listed by map run and counted',
  async (type) => {
    const record = await bench.run(
      { Label: `label-${type}`, ToleratedFailureCount: 2, ItemProcessor: processor(failing, type) },
      [{ fail: false }, { fail: true }, { fail: false }],
    );
    expect(record.status).toBe('SUCCEEDED');
    const machine = record.executionArn.split(':')[6];
    const mapRun = (await bench.mapRun(record.executionArn)) as unknown as MapRunShown;
    expect(mapRun.mapRunArn).toMatch(
      new RegExp(`^arn:aws:states:us-east-1:000000000000:mapRun:${machine}/label-${type}:[0-9a-f-]{36}$`),
    );
    expect(mapRun).toMatchObject({
      status: 'SUCCEEDED',
      toleratedFailureCount: 2,
      executionCounts: { succeeded: 2, failed: 1, pending: 0, running: 0, total: 3 },
    });
    const all = await children(mapRun.mapRunArn);
    expect(all).toHaveLength(3);
    const kind = type === 'STANDARD' ? 'execution' : 'express';
    for (const child of all) {
      expect(child['executionArn']).toContain(`:${kind}:${machine}/label-${type}:`);
      expect(child['stateMachineArn']).toBe(
        `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}/label-${type}`,
      );
      expect(child['mapRunArn']).toBe(mapRun.mapRunArn);
      expect(child['itemCount']).toBe(1);
    }
    expect(await children(mapRun.mapRunArn, { statusFilter: 'FAILED' })).toHaveLength(1);
  },
);

test('Express children are described and listed while they run and once they have ended', async () => {
  const graph = {
    StartAt: 'Choose',
    States: {
      Choose: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.Items[0].do', StringEquals: 'wait', Next: 'Wait' },
          { Variable: '$.Items[0].do', StringEquals: 'fail', Next: 'Fail' },
        ],
        Default: 'Done',
      },
      Wait: { Type: 'Wait', Seconds: 3_600, End: true },
      Fail: { Type: 'Fail', Error: 'Bad', Cause: 'it was to fail' },
      Done: { Type: 'Pass', Result: 'done', End: true },
    },
  };
  const items = ['wait', 'wait', 'fail', 'fail', 'end'].map((what) => ({ do: what }));
  const executionArn = await bench.start(
    { ToleratedFailurePercentage: 100, ItemBatcher: { MaxItemsPerBatch: 2 }, ItemProcessor: processor(graph) },
    items,
  );
  const { mapRunArn } = await untilCounts(executionArn, { running: 2, failed: 2, succeeded: 1 });
  const listed = await children(mapRunArn);
  expect(listed.map(({ status, itemCount }) => [status, itemCount])).toEqual([
    ['RUNNING', 2],
    ['FAILED', 2],
    ['SUCCEEDED', 1],
  ]);
  expect(await children(mapRunArn, { statusFilter: 'RUNNING' })).toHaveLength(1);
  const described = await Promise.all(
    listed.map((child) => bench.call('states', 'DescribeExecution', { executionArn: child['executionArn'] })),
  );
  expect(described).toMatchObject([
    { status: 'RUNNING', mapRunArn, input: JSON.stringify({ Items: items.slice(0, 2) }) },
    { status: 'FAILED', error: 'Bad', cause: 'it was to fail', input: JSON.stringify({ Items: items.slice(2, 4) }) },
    // Nobody will ask for the input of what succeeded and is exported nowhere: it is not kept.
    { status: 'SUCCEEDED', output: '"done"', inputDetails: { included: false } },
  ]);
  expect(described[0]!['stopDate']).toBeUndefined();
  const unknown = `${String(listed[0]!['executionArn']).slice(0, -4)}0000`;
  await expect(bench.call('states', 'DescribeExecution', { executionArn: unknown })).rejects.toThrow(/./);
  await bench.call('states', 'StopExecution', { executionArn });
});

test('a Standard child is an execution like any other', async () => {
  const record = await bench.run({ Label: 'L', ItemProcessor: processor(failing, 'STANDARD') }, [{ fail: false }]);
  const { mapRunArn } = (await bench.mapRun(record.executionArn)) as unknown as MapRunShown;
  const executionArn = (await children(mapRunArn))[0]!['executionArn'];
  expect(await bench.call('states', 'DescribeExecution', { executionArn })).toMatchObject({
    status: 'SUCCEEDED',
    input: '{"fail":false}',
  });
  const { events } = await bench.call('states', 'GetExecutionHistory', { executionArn });
  expect((events as { type: string }[]).map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'ChoiceStateEntered',
    'ChoiceStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
  const machine = await bench.call('states', 'DescribeStateMachineForExecution', { executionArn });
  expect(machine).toMatchObject({ label: 'L', mapRunArn, name: expect.stringMatching(/\/L$/) });
  expect(JSON.parse(machine['definition'] as string)).toMatchObject({ StartAt: 'Choose' });
});

test('stopping the parent stops Standard children', async () => {
  const executionArn = await bench.start(
    { MaxConcurrency: 3, ItemProcessor: processor(waiting, 'STANDARD') },
    [1, 2, 3, 4, 5],
  );
  const { mapRunArn } = await untilCounts(executionArn, { running: 3 });
  await bench.call('states', 'StopExecution', { executionArn });
  const ended = await untilCounts(executionArn, { aborted: 3, running: 0 });
  expect(ended.itemCounts).toMatchObject({ pending: 2, total: 5 });
  const statuses = (await children(mapRunArn)).map(({ status }) => status);
  expect(statuses).toEqual(['ABORTED', 'ABORTED', 'ABORTED']);
  await untilStatus(executionArn, 'ABORTED');
});

async function untilStatus(executionArn: string, status: string): Promise<MapRunShown> {
  for (;;) {
    const shown = (await bench.mapRun(executionArn)) as unknown as MapRunShown;
    if (shown.status === status) return shown;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('stopping the parent of Express children', () => {
  /** Three that run until there is the bucket, and two that have not begun. */
  async function stopped(failing: readonly boolean[] = [false, false, false]) {
    const gate = `stop-${crypto.randomUUID()}`;
    const items = [...failing, false, false].map((fail, n) => ({ n, fail, bucket: gate }));
    const map = { MaxConcurrency: 3, ItemProcessor: processor(whenTold), ResultWriter: writer() };
    const executionArn = await bench.start(map, items);
    const { mapRunArn } = await untilCounts(executionArn, { running: 3 });
    await bench.call('states', 'StopExecution', { executionArn });
    expect(await bench.end(executionArn)).toMatchObject({ status: 'ABORTED' });
    return { executionArn, mapRunArn, open: () => bench.call('s3', 'CreateBucket', { Bucket: gate }) };
  }

  test('lets those that run come to their end, and begins no other', async () => {
    const { executionArn, mapRunArn, open } = await stopped();
    expect(await bench.mapRun(executionArn)).toMatchObject({
      status: 'RUNNING',
      itemCounts: { running: 3, aborted: 0 },
    });
    await open();
    const ended = await untilStatus(executionArn, 'ABORTED');
    expect(ended.itemCounts).toMatchObject({ succeeded: 3, aborted: 0, pending: 2, total: 5 });
    expect((await children(mapRunArn)).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    const prefix = `out/${mapRunArn.split(':').at(-1)}/`;
    const { ResultFiles } = JSON.parse(await bench.getText(`${prefix}manifest.json`));
    expect(ResultFiles).toMatchObject({ SUCCEEDED: [{}], FAILED: [], PENDING: [{}] });
  });

  test('does not abort the others when one of them fails then', async () => {
    const { executionArn, open } = await stopped([true, false, true]);
    await open();
    const { itemCounts } = await untilStatus(executionArn, 'ABORTED');
    expect(itemCounts).toMatchObject({ succeeded: 1, failed: 2, aborted: 0, pending: 2 });
  });

  test('a redrive waits for them, and runs what never began', async () => {
    const { executionArn, mapRunArn, open } = await stopped();
    await bench.call('states', 'RedriveExecution', { executionArn });
    expect(await bench.mapRun(executionArn)).toMatchObject({
      status: 'RUNNING',
      itemCounts: { running: 3, pending: 2 },
    });
    expect(await children(mapRunArn, { statusFilter: 'RUNNING' })).toHaveLength(3);
    await open();
    expect(await bench.end(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bench.mapRun(executionArn)).toMatchObject({ status: 'SUCCEEDED', itemCounts: { succeeded: 5 } });
  });

  test('keeps no server from stopping, redriven or not', async () => {
    const own = bench;
    bench = await openBench();
    try {
      await stopped();
      const { executionArn } = await stopped();
      await bench.call('states', 'RedriveExecution', { executionArn });
    } finally {
      await bench.stop();
      bench = own;
    }
  });

  test('aborts them where nothing else would end them: without limits', async () => {
    const own = bench;
    bench = await openBench({ limits: 'none' });
    try {
      const executionArn = await bench.start({ ItemProcessor: processor(waiting) }, [1, 2]);
      await untilCounts(executionArn, { running: 2 });
      await bench.call('states', 'StopExecution', { executionArn });
      expect((await untilStatus(executionArn, 'ABORTED')).itemCounts).toMatchObject({ aborted: 2 });
    } finally {
      await bench.stop();
      bench = own;
    }
  });
});

test('one child that is stopped by hand is aborted, and does not fail the run', async () => {
  const executionArn = await bench.start({ ItemProcessor: processor(waiting, 'STANDARD') }, [1]);
  const { mapRunArn } = await untilCounts(executionArn, { running: 1 });
  let child = (await children(mapRunArn))[0];
  while (!child) child = (await children(mapRunArn))[0];
  await bench.call('states', 'StopExecution', { executionArn: child['executionArn'] });
  await bench.end(executionArn);
  expect((await bench.mapRun(executionArn)) as unknown as MapRunShown).toMatchObject({ itemCounts: { aborted: 1 } });
});

test('concurrency and tolerance change while the run goes on', async () => {
  const executionArn = await bench.start({ MaxConcurrency: 1, ItemProcessor: processor(waiting) }, [1, 2, 3, 4]);
  const { mapRunArn } = await untilCounts(executionArn, { running: 1 });
  await bench.call('states', 'UpdateMapRun', { mapRunArn, maxConcurrency: 3, toleratedFailureCount: 1 });
  const shown = await untilCounts(executionArn, { running: 3, pending: 1 });
  expect(shown).toMatchObject({ maxConcurrency: 3, toleratedFailureCount: 1 });
  await bench.call('states', 'StopExecution', { executionArn });
  await expect(bench.call('states', 'UpdateMapRun', { mapRunArn })).rejects.toThrow('ValidationException');
  await expect(bench.call('states', 'UpdateMapRun', { mapRunArn: `${mapRunArn}x`, maxConcurrency: 1 })).rejects.toThrow(
    'ResourceNotFound',
  );
});

/** Waits until there is the bucket of its item's name, then succeeds, or fails where the item says so. */
const whenTold = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:s3:headBucket',
      Parameters: { 'Bucket.$': '$.bucket' },
      ResultPath: null,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 60, BackoffRate: 1 }],
      Next: 'Choose',
    },
    ...failing.States,
  },
};

test('a tolerance that is raised in flight, as a count or as a share, lets the run succeed', async () => {
  const gate = `gate-${Date.now()}`;
  const items = [true, true, false, false].map((fail) => ({ fail, bucket: gate }));
  const runs = await Promise.all(
    [{ toleratedFailureCount: 2 }, { toleratedFailurePercentage: 50 }].map(async (change) => {
      const executionArn = await bench.start({ ItemProcessor: processor(whenTold) }, items);
      const { mapRunArn } = await untilCounts(executionArn, { running: 4 });
      await bench.call('states', 'UpdateMapRun', { mapRunArn, ...change });
      return executionArn;
    }),
  );
  await bench.call('s3', 'CreateBucket', { Bucket: gate });
  for (const executionArn of runs) {
    expect(await bench.end(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bench.mapRun(executionArn)).toMatchObject({ itemCounts: { failed: 2, succeeded: 2 } });
  }
});

test('a concurrency that is lowered in flight holds for what begins after it', async () => {
  const gates = ['first', 'second'].map((name) => `${name}-${Date.now()}`);
  const items = [0, 0, 0, 1, 1, 1].map((gate) => ({ fail: false, bucket: gates[gate] }));
  const executionArn = await bench.start({ MaxConcurrency: 3, ItemProcessor: processor(whenTold) }, items);
  const { mapRunArn } = await untilCounts(executionArn, { running: 3 });
  await bench.call('states', 'UpdateMapRun', { mapRunArn, maxConcurrency: 1 });
  await bench.call('s3', 'CreateBucket', { Bucket: gates[0] });
  expect(await untilCounts(executionArn, { succeeded: 3, running: 1, pending: 2 })).toMatchObject({
    maxConcurrency: 1,
  });
  await bench.call('s3', 'CreateBucket', { Bucket: gates[1] });
  expect(await bench.end(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
});

test('a tolerance that is withdrawn in flight fails the run', async () => {
  const graph = {
    StartAt: 'Choose',
    States: {
      Choose: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 0, Next: 'Fail' }], Default: 'Wait' },
      Fail: { Type: 'Fail', Error: 'E' },
      Wait: { Type: 'Wait', Seconds: 3_600, End: true },
    },
  };
  const executionArn = await bench.start({ ToleratedFailureCount: 5, ItemProcessor: processor(graph) }, [0, 1, 2]);
  const { mapRunArn } = await untilCounts(executionArn, { running: 2, failed: 1 });
  await bench.call('states', 'UpdateMapRun', { mapRunArn, toleratedFailureCount: 0 });
  expect(await bench.end(executionArn)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  expect(await bench.mapRun(executionArn)).toMatchObject({ status: 'FAILED', itemCounts: { failed: 1, aborted: 2 } });
});

test.each(['STANDARD', 'EXPRESS'] as const)(
  'a redrive runs what failed and what was pending, and nothing else (%s)',
  async (type) => {
    const late = `late-${type.toLowerCase()}-${Date.now()}`;
    const items = [
      { bucket: BUCKET, n: 0 },
      { bucket: late, n: 1 },
      { bucket: BUCKET, n: 2 },
      { bucket: late, n: 3 },
    ];
    const executionArn = await bench.start({ MaxConcurrency: 1, ItemProcessor: processor(needsBucket, type) }, items);
    expect(await bench.end(executionArn)).toMatchObject({ status: 'FAILED' });
    const failed = (await bench.mapRun(executionArn)) as unknown as MapRunShown;
    expect(failed.itemCounts).toMatchObject({ succeeded: 1, failed: 1, pending: 2 });
    const first = (await children(failed.mapRunArn, { statusFilter: 'SUCCEEDED' })).map((child) => child['stopDate']);
    await bench.call('s3', 'CreateBucket', { Bucket: late });
    await bench.call('states', 'RedriveExecution', { executionArn });
    const record = await bench.end(executionArn);
    expect(record).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(JSON.parse(record.output!)).toEqual(items);
    const mapRun = (await bench.mapRun(executionArn)) as unknown as MapRunShown;
    expect(mapRun).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, mapRunArn: failed.mapRunArn });
    expect(mapRun.itemCounts).toMatchObject({ succeeded: 4, failed: 0, pending: 0, total: 4 });
    const stops = (await children(failed.mapRunArn)).map((child) => child['stopDate']);
    expect(stops).toContainEqual(first[0]);
    expect(await children(failed.mapRunArn, { redriveFilter: 'REDRIVEN' })).toHaveLength(type === 'STANDARD' ? 1 : 0);
    const { events } = await bench.call('states', 'GetExecutionHistory', { executionArn });
    const types = (events as { type: string }[]).map((event) => event.type);
    expect(types.slice(types.indexOf('MapRunFailed'))).toEqual([
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
      'ExecutionRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
  },
);

test('a stopped execution that is redriven goes on with the children that were stopped', async () => {
  const graph = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1, End: true } } };
  const executionArn = await bench.start({ ItemProcessor: processor(graph) }, [1, 2]);
  await untilCounts(executionArn, { running: 2 });
  await bench.call('states', 'StopExecution', { executionArn });
  await bench.call('states', 'RedriveExecution', { executionArn });
  expect(await bench.end(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2]' });
});

test('after a restart only what had not ended runs again', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stepwell-map-'));
  let own = await openBench({ dataDir });
  const graph = {
    StartAt: 'Choose',
    States: {
      Choose: { Type: 'Choice', Choices: [{ Variable: '$.wait', StringEquals: 'yes', Next: 'Wait' }], Default: 'Done' },
      // Long enough for the other 297 to end on a busy machine.
      Wait: { Type: 'Wait', Seconds: 6, Next: 'Done' },
      Done: { Type: 'Pass', Parameters: { 'n.$': '$.n', 'at.$': '$$.State.EnteredTime' }, End: true },
    },
  };
  let csv = 'n,wait\n';
  for (let n = 0; n < 300; n++) csv += `${n},${n % 100 === 7 ? 'yes' : 'no'}\n`;
  await own.putObject('in.csv', csv);
  const executionArn = await own.start({
    ItemReader: csvReader('in.csv'),
    ItemProcessor: processor(graph),
    ResultWriter: writer({ Transformation: 'COMPACT', OutputType: 'JSON' }),
  });
  for (;;) {
    const shown = (await own.mapRun(executionArn).catch(() => undefined)) as MapRunShown | undefined;
    const succeeded = shown?.itemCounts['succeeded'] ?? 0;
    expect(succeeded).toBeLessThanOrEqual(297);
    if (succeeded === 297) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await own.stop();
  const stoppedAt = new Date().toISOString();
  own = await openBench({ dataDir });
  const record = await own.end(executionArn);
  const { Key } = JSON.parse(record.output!).ResultWriterDetails;
  const results = JSON.parse(await own.getText(Key.replace('manifest', 'SUCCEEDED_0'))) as { n: string; at: string }[];
  expect(results.map(({ n }) => Number(n))).toEqual(Array.from({ length: 300 }, (_, n) => n));
  expect(results.filter(({ at }) => at > stoppedAt)).toHaveLength(3);
  await own.stop();
  rmSync(dataDir, { recursive: true });
});
