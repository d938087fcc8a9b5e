/** System 000 through the front door: deployed and run by the CLI, its mean checked against the files that it left in S3. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { type HistoryEvent, paginateGetExecutionHistory, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const REPETITIONS = 1_000;
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const example = new URL('../../examples/random-mean', import.meta.url).pathname;

let folder: string;
let server: ServerProcess;
let bucket: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-random-mean-'));
  server = await startServer({ dataDir: folder });
  const deployed = await runCli(['deploy', example, '--json', '--endpoint', server.url]);
  expect(deployed.stderr).toBe('');
  bucket = (JSON.parse(deployed.stdout) as { outputs: { Bucket: { value: string } } }).outputs.Bucket.value;
});
afterAll(async () => {
  await server?.interrupt();
  rmSync(folder, { recursive: true, force: true });
});

test(`${REPETITIONS} repetitions give the mean of what lies in S3, forty at a time, in bounded memory`, async () => {
  const input = JSON.stringify({ repetitions: REPETITIONS });
  const ran = await runCli(['run', 'random-mean', '--input', input, '--json', '--endpoint', server.url]);
  expect(ran.code, ran.stderr).toBe(0);
  const execution = JSON.parse(ran.stdout) as { executionArn: string; output: string };
  const output = JSON.parse(execution.output) as { mean: number; numbers: number; files: number; batch: string };
  expect(output).toMatchObject({ files: REPETITIONS, numbers: REPETITIONS * 100 });
  expect(output.mean).toBeCloseTo(await meanInS3(`generated_numbers/${output.batch}+`), 9);
  expect(mostAtOnce(await historyOf(execution.executionArn))).toBe(40);
  expect(residentMb(server.process.pid!)).toBeLessThan(400);
});

test('bad input fails with the words of the function', async () => {
  const ran = await runCli([
    'run',
    'random-mean',
    '--input',
    '{"repetitions": -1}',
    '--json',
    '--endpoint',
    server.url,
  ]);
  expect(ran.code).toBe(1);
  const execution = JSON.parse(ran.stdout) as { status: string; error: string; cause: string };
  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidRepetitions' });
  expect(JSON.parse(execution.cause)).toMatchObject({ errorType: 'InvalidRepetitions', trace: expect.any(Array) });
});

test('logs tell of the invocations', async () => {
  const logs = await runCli(['logs', 'CollectMean', '--endpoint', server.url]);
  expect(logs.code).toBe(0);
  expect(logs.stdout).toMatch(/START RequestId: [0-9a-f-]+ Version: \$LATEST/);
  expect(logs.stdout).toMatch(/REPORT RequestId: .*Billed Duration/);
});

async function meanInS3(prefix: string): Promise<number> {
  const s3 = new S3Client({ endpoint: server.url, region: 'us-east-1', credentials });
  let total = 0;
  let count = 0;
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key } of page.Contents ?? []) {
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const [header, ...lines] = (await object.Body!.transformToString()).trimEnd().split('\n');
      expect(header).toBe('number');
      for (const line of lines) total += Number(line);
      count += lines.length;
    }
  }
  return total / count;
}

async function historyOf(executionArn: string): Promise<HistoryEvent[]> {
  const sfn = new SFNClient({ endpoint: server.url, region: 'us-east-1', credentials });
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn, pageSize: 1_000 }, { executionArn }))
    events.push(...page.events!);
  return events;
}

/** Iterations that were open at one time, at the most. */
function mostAtOnce(events: readonly HistoryEvent[]): number {
  let open = 0;
  let most = 0;
  for (const { type } of events) {
    if (type === 'MapIterationStarted') open++;
    if (type === 'MapIterationSucceeded') open--;
    most = Math.max(most, open);
  }
  return most;
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1_024;
}
