import { CreateBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KillableServer, until } from './killable-server.ts';
import { csvReader, type MapRunBench, openBench, processor, reader, roleArn, writer } from './map-runs.testing.ts';

/** Takes a while, then succeeds if there is the bucket that the item names; tells when it began. */
const needsBucket = {
  StartAt: 'Pause',
  States: {
    Pause: { Type: 'Wait', Seconds: 1, Next: 'Read' },
    Read: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:s3:headBucket',
      Parameters: { 'Bucket.$': '$.bucket' },
      ResultPath: null,
      Next: 'Done',
    },
    Done: { Type: 'Pass', Parameters: { 'n.$': '$.n', 'at.$': '$$.State.EnteredTime' }, End: true },
  },
};

describe('in one process', () => {
  let bench: MapRunBench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench.stop());

  async function redriven(executionArn: string) {
    await bench.call('states', 'RedriveExecution', { executionArn });
    return bench.end(executionArn);
  }

  async function mapRunArns(executionArn: string): Promise<string[]> {
    const { mapRuns } = await bench.call('states', 'ListMapRuns', { executionArn });
    return (mapRuns as { mapRunArn: string }[]).map(({ mapRunArn }) => mapRunArn);
  }

  test('a source that was not there, or could not be read, is read as it is then', async () => {
    const map = { ItemReader: reader('later.json', { InputType: 'JSON' }), ItemProcessor: processor() };
    const failed = await bench.run(map);
    expect(failed).toMatchObject({ error: 'States.ItemReaderFailed', cause: expect.stringContaining('NoSuchKey') });
    await bench.putObject('later.json', '42');
    expect(await redriven(failed.executionArn)).toMatchObject({ error: 'States.ItemReaderFailed' });
    await bench.putObject('later.json', '[1,2]');
    expect(await redriven(failed.executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2]' });
    expect(await mapRunArns(failed.executionArn)).toHaveLength(1);
  });

  test('a source that was replaced after children had begun is not mixed with what they did', async () => {
    await bench.putObject('half.csv', 'n,bucket\n1,bucket\n2,nowhere-yet\n');
    const map = { MaxConcurrency: 1, ItemReader: csvReader('half.csv'), ItemProcessor: processor(needsBucket) };
    const failed = await bench.run(map);
    expect(failed).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    await bench.putObject('half.csv', 'n,bucket\n9,bucket\n2,bucket\n');
    expect(await redriven(failed.executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'States.ItemReaderFailed',
      cause: expect.stringContaining('replaced'),
    });
    await bench.putObject('half.csv', 'n,bucket\n1,bucket\n2,nowhere-yet\n');
    await bench.call('s3', 'CreateBucket', { Bucket: 'nowhere-yet' });
    const record = await redriven(failed.executionArn);
    expect(JSON.parse(record.output!).map(({ n }: { n: string }) => n)).toEqual(['1', '2']);
  });

  test('results that were too large begin a new map run', async () => {
    const Items = '{% $map([1..300], function($n) { $join($map([1..100], function($x) { "0123456789" })) }) %}';
    const failed = await bench.run({ QueryLanguage: 'JSONata', Items, ItemProcessor: processor() });
    expect(failed).toMatchObject({ error: 'States.DataLimitExceeded' });
    const [first] = await mapRunArns(failed.executionArn);
    expect(await redriven(failed.executionArn)).toMatchObject({ error: 'States.DataLimitExceeded', redriveCount: 1 });
    const arns = await mapRunArns(failed.executionArn);
    expect(arns).toHaveLength(2);
    expect(arns[1]).toBe(first);
    const { events } = await bench.call('states', 'GetExecutionHistory', { executionArn: failed.executionArn });
    const types = (events as { type: string }[]).map(({ type }) => type);
    expect(types.filter((type) => type === 'MapRunStarted')).toHaveLength(2);
    expect(types).not.toContain('MapRunRedriven');
  });

  test('a bucket for the results that was not there is written to once it is', async () => {
    const Parameters = { Bucket: 'results-later', Prefix: 'x' };
    const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Parameters };
    const failed = await bench.run({ ItemProcessor: processor(), ResultWriter }, [1]);
    expect(failed).toMatchObject({ error: 'States.ResultWriterFailed' });
    await bench.call('s3', 'CreateBucket', { Bucket: 'results-later' });
    const record = await redriven(failed.executionArn);
    expect(JSON.parse(record.output!)).toMatchObject({ ResultWriterDetails: { Bucket: 'results-later' } });
  });

  test('the manifest names all that succeeded, and what failed the last time', async () => {
    const late = `late-${Date.now()}`;
    const items = [
      { n: 0, bucket: 'bucket' },
      { n: 1, bucket: late },
    ];
    const map = {
      ToleratedFailureCount: 0,
      MaxConcurrency: 1,
      ItemProcessor: processor(needsBucket),
      ResultWriter: writer(),
    };
    const failed = await bench.run(map, items);
    expect(failed.status).toBe('FAILED');
    const prefix = `out/${(await mapRunArns(failed.executionArn))[0]!.split(':').at(-1)}/`;
    const manifest = async () => JSON.parse(await bench.getText(`${prefix}manifest.json`)).ResultFiles;
    expect(await manifest()).toMatchObject({ SUCCEEDED: [{}], FAILED: [{}], PENDING: [] });
    await bench.call('s3', 'CreateBucket', { Bucket: late });
    expect(await redriven(failed.executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await manifest()).toMatchObject({ SUCCEEDED: [{}], FAILED: [], PENDING: [] });
    const results = JSON.parse(await bench.getText(`${prefix}SUCCEEDED_0.json`));
    expect(results.map(({ Output }: { Output: string }) => JSON.parse(Output).n)).toEqual([0, 1]);
  });

  test.each([
    ['STANDARD', 1],
    ['EXPRESS', 0],
  ] as const)('result files tell how often a %s child was redriven itself', async (type, redriveCount) => {
    const late = `late-${type.toLowerCase()}`;
    const items = [{ bucket: 'bucket' }, { bucket: late }, { bucket: 'bucket' }].map((item, n) => ({ n, ...item }));
    const map = { MaxConcurrency: 1, ItemProcessor: processor(needsBucket, type), ResultWriter: writer() };
    const { executionArn } = await bench.run(map, items);
    const prefix = `out/${(await mapRunArns(executionArn))[0]!.split(':').at(-1)}/`;
    const results = async (file: string) => JSON.parse(await bench.getText(`${prefix}${file}_0.json`));
    const failed = { Name: expect.any(String), Status: 'FAILED', RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' };
    const pending = { RedriveCount: 0, RedriveStatus: 'REDRIVABLE_BY_MAP_RUN', Status: 'PENDING' };
    const reason = 'Execution is SUCCEEDED and cannot be redriven';
    const done = { Status: 'SUCCEEDED', RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason: reason };

    expect(await results('FAILED')).toMatchObject([{ ...failed, RedriveCount: 0 }]);
    expect(await results('PENDING')).toMatchObject([pending]);
    await redriven(executionArn);
    expect(await results('FAILED')).toMatchObject([{ ...failed, RedriveCount: redriveCount }]);
    expect((await results('FAILED'))[0]).not.toHaveProperty('RedriveStatusReason');
    expect(await results('PENDING')).toMatchObject([pending]);
    await bench.call('s3', 'CreateBucket', { Bucket: late });
    await redriven(executionArn);
    expect(await results('SUCCEEDED')).toMatchObject([
      { ...done, RedriveCount: 0 },
      { ...done, RedriveCount: 2 * redriveCount },
      { ...done, RedriveCount: 0 },
    ]);
  });

  test('what a failed redrive did not come to failed before, and is not pending', async () => {
    const items = [{ bucket: 'never-there' }, { bucket: 'never-there' }].map((item, n) => ({ n, ...item }));
    const ItemProcessor = processor(needsBucket, 'STANDARD');
    const { executionArn } = await bench.run({ ItemProcessor, ResultWriter: writer() }, items);
    const [mapRunArn] = await mapRunArns(executionArn);
    await bench.call('states', 'UpdateMapRun', { mapRunArn, maxConcurrency: 1 });
    const prefix = `out/${mapRunArn!.split(':').at(-1)}/`;
    await redriven(executionArn);
    const { ResultFiles } = JSON.parse(await bench.getText(`${prefix}manifest.json`));
    expect(ResultFiles).toMatchObject({ FAILED: [{}], PENDING: [], SUCCEEDED: [] });
    expect(JSON.parse(await bench.getText(`${prefix}FAILED_0.json`))).toHaveLength(2);
  });
});

describe.each(['EXPRESS', 'STANDARD'] as const)('killed while it is redriven: %s children', (type) => {
  let server: KillableServer;
  beforeAll(async () => {
    server = await KillableServer.start('map-redrive');
  });
  afterAll(() => server?.remove());

  const describeIt = (executionArn: string) => server.sfn.send(new DescribeExecutionCommand({ executionArn }));
  const counts = async (executionArn: string) => {
    const { mapRuns } = await server.sfn.send(new ListMapRunsCommand({ executionArn }));
    return (await server.sfn.send(new DescribeMapRunCommand({ mapRunArn: mapRuns![0]!.mapRunArn! }))).itemCounts!;
  };
  test('only what failed or never began runs again, and each of it once more', async () => {
    await server.s3.send(new CreateBucketCommand({ Bucket: 'there' }));
    // Twenty that succeed, one that fails the run, and nine that never begin.
    const items = Array.from({ length: 30 }, (_, n) => ({ n, bucket: n < 20 ? 'there' : 'late' }));
    const map = { Type: 'Map', MaxConcurrency: 10, ItemProcessor: processor(needsBucket, type), End: true };
    const definition = JSON.stringify({ StartAt: 'Map', States: { Map: map } });
    const { stateMachineArn } = await server.sfn.send(
      new CreateStateMachineCommand({ name: 'redriven', roleArn, definition }),
    );
    const started = await server.sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(items) }));
    const executionArn = started.executionArn!;
    await until(async () => (await describeIt(executionArn)).status === 'FAILED');
    const before = await counts(executionArn);
    expect(before).toMatchObject({ succeeded: 20, total: 30 });

    await server.s3.send(new CreateBucketCommand({ Bucket: 'late' }));
    await server.restart();
    const { redriveDate } = await server.sfn.send(new RedriveExecutionCommand({ executionArn }));
    await until(async () => (await counts(executionArn)).running! > 0);
    await server.restart();
    await until(async () => (await describeIt(executionArn)).status !== 'RUNNING');

    const ended = await describeIt(executionArn);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    const results = JSON.parse(ended.output!) as { n: number; at: string }[];
    expect(results.map(({ n }) => n)).toEqual(items.map(({ n }) => n));
    const again = results.filter(({ at }) => Date.parse(at) >= redriveDate!.getTime()).map(({ n }) => n);
    expect(again).toEqual(items.slice(20).map(({ n }) => n));
    expect(await counts(executionArn)).toMatchObject({
      succeeded: 30,
      failed: 0,
      aborted: 0,
      pending: 0,
      pendingRedrive: 0,
    });
  });

  test('the result files know of the redrive that was interrupted', async () => {
    const late = `later-${type.toLowerCase()}`;
    const items = [{ bucket: 'there' }, { bucket: late }, { bucket: late }].map((item, n) => ({ n, ...item }));
    await server.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    // A Standard child goes on where it failed: it pauses after that, to be found running.
    const { Pause, Read, Done } = needsBucket.States;
    const pausesLate = {
      StartAt: 'Read',
      States: { Read: { ...Read, Next: 'Pause' }, Pause: { ...Pause, Next: 'Done' }, Done },
    };
    // One at a time: what succeeds is not stopped by those that fail.
    const limits = { ToleratedFailureCount: 1, MaxConcurrency: 1 };
    const map = {
      Type: 'Map',
      ...limits,
      ItemProcessor: processor(pausesLate, type),
      ResultWriter: writer(),
      End: true,
    };
    const definition = JSON.stringify({ StartAt: 'Map', States: { Map: map } });
    const { stateMachineArn } = await server.sfn.send(
      new CreateStateMachineCommand({ name: 'exported', roleArn, definition }),
    );
    const { executionArn } = await server.sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(items) }),
    );
    await until(async () => (await describeIt(executionArn!)).status === 'FAILED');
    await server.s3.send(new CreateBucketCommand({ Bucket: late }));
    await server.sfn.send(new RedriveExecutionCommand({ executionArn }));
    await until(async () => (await counts(executionArn!)).running! > 0);
    await server.restart();
    await until(async () => (await describeIt(executionArn!)).status === 'SUCCEEDED');
    const { ResultWriterDetails } = JSON.parse((await describeIt(executionArn!)).output!);
    const Key = (ResultWriterDetails.Key as string).replace('manifest.json', 'SUCCEEDED_0.json');
    const { Body } = await server.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key }));
    const results = JSON.parse(await Body!.transformToString()) as { RedriveCount: number }[];
    expect(results.map(({ RedriveCount }) => RedriveCount)).toEqual(type === 'STANDARD' ? [0, 1, 1] : [0, 0, 0]);
  });
});
