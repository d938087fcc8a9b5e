import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  type DescribeMapRunOutput,
  ListMapRunsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer } from './killable-server.ts';
import { csvReader, processor, writer } from './map-runs.testing.ts';

const ITEMS = 4_000;
const KILLS = 5;

let server: KillableServer;

beforeAll(async () => {
  server = await KillableServer.start('map-kill');
});
afterAll(() => server?.remove());

const definition = {
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      ItemReader: csvReader('in.csv'),
      MaxConcurrency: 500,
      ItemProcessor: processor({
        StartAt: 'Wait',
        States: {
          Wait: { Type: 'Wait', Seconds: 1, Next: 'Done' },
          Done: { Type: 'Pass', Parameters: { 'n.$': '$.n', 'by.$': '$$.Execution.Name' }, End: true },
        },
      }),
      ResultWriter: writer({ Transformation: 'COMPACT', OutputType: 'JSON' }),
      End: true,
    },
  },
};

async function start(): Promise<string> {
  await server.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  const rows = Array.from({ length: ITEMS }, (_, n) => `${n}\n`).join('');
  await server.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'in.csv', Body: `n\n${rows}` }));
  const roleArn = 'arn:aws:iam::000000000000:role/test';
  const { stateMachineArn } = await server.sfn.send(
    new CreateStateMachineCommand({ name: 'many', roleArn, definition: JSON.stringify(definition) }),
  );
  const { executionArn } = await server.sfn.send(new StartExecutionCommand({ stateMachineArn }));
  return executionArn!;
}

async function progress(executionArn: string): Promise<DescribeMapRunOutput | undefined> {
  const { mapRuns } = await server.sfn.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns![0]?.mapRunArn;
  return mapRunArn === undefined ? undefined : server.sfn.send(new DescribeMapRunCommand({ mapRunArn }));
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

test(`${ITEMS} items, killed ${KILLS} times: each is in the result once`, async () => {
  const executionArn = await start();
  let least = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    for (;;) {
      const done = (await progress(executionArn))?.itemCounts?.succeeded ?? 0;
      // Each life of the server adds to what was done.
      expect(done).toBeGreaterThanOrEqual(least);
      if (done > least) {
        least = done;
        break;
      }
      await pause();
    }
    await server.restart();
    least = (await progress(executionArn))?.itemCounts?.succeeded ?? 0;
    expect(least).toBeLessThan(ITEMS);
  }
  let execution = await server.sfn.send(new DescribeExecutionCommand({ executionArn }));
  while (execution.status === 'RUNNING') {
    await pause();
    execution = await server.sfn.send(new DescribeExecutionCommand({ executionArn }));
  }
  expect(execution.status).toBe('SUCCEEDED');
  const { Key } = JSON.parse(execution.output!).ResultWriterDetails;
  const object = await server.s3.send(
    new GetObjectCommand({ Bucket: 'bucket', Key: (Key as string).replace('manifest', 'SUCCEEDED_0') }),
  );
  const results = JSON.parse(await object.Body!.transformToString()) as { n: string; by: string }[];
  expect(results.map(({ n }) => Number(n))).toEqual(Array.from({ length: ITEMS }, (_, n) => n));
  expect(new Set(results.map(({ by }) => by)).size).toBe(ITEMS);
  expect((await progress(executionArn))?.itemCounts).toMatchObject({ succeeded: ITEMS, total: ITEMS, running: 0 });
});
