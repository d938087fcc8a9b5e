/** System 002 through the front door: each kind of data gets its verdict, in the tables and by mail; the API refuses what makes no sense. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExampleBench, examples, startBench } from './example-bench.ts';
import { readmesCanRun, runReadme } from './readme-commands.ts';

interface Check {
  readonly Check: string;
  readonly Pass: boolean;
  readonly Findings: number;
  readonly Messages: readonly string[];
}

interface Report {
  readonly Verdict: string;
  readonly Text: string;
  readonly RunId: string;
  readonly StartTime: string;
  readonly StreamID: string;
  readonly Checks: readonly Check[];
}

interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
}

const data = join(examples, 'quality-control/data');
const RECIPIENT = 'ada@example.com';

let bench: ExampleBench;
let tables: DynamoDBDocumentClient;
let runsUrl: string;

beforeAll(async () => {
  bench = await startBench();
  const outputs = await bench.deploy('quality-control');
  runsUrl = `${bench.url}/_stepwell/apis/${outputs['ApiId']}/runs`;
  tables = DynamoDBDocumentClient.from(new DynamoDBClient(bench.client));
  const s3 = new S3Client({ ...bench.client, forcePathStyle: true });
  for (const file of readdirSync(data)) {
    const Body = readFileSync(join(data, file));
    await s3.send(new PutObjectCommand({ Bucket: outputs['Bucket'], Key: `streams/group1/${file}`, Body }));
  }
  await subscribe(outputs['TopicArn']!);
});
afterAll(() => bench?.stop());

/** As a person does it: by the link in the mail. */
async function subscribe(TopicArn: string): Promise<void> {
  const sns = new SNSClient(bench.client);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: RECIPIENT }));
  let [mail] = await mails('Subscription Confirmation');
  while (!mail) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    [mail] = await mails('Subscription Confirmation');
  }
  const link = /http\S+ConfirmSubscription\S+/.exec(mail.text)![0];
  expect((await fetch(link)).status).toBe(200);
}

async function mails(subject: string): Promise<Mail[]> {
  const query = new URLSearchParams({ to: RECIPIENT, subject });
  const listed = (await (await fetch(`${bench.url}/_stepwell/mail?${query}`)).json()) as { mails: { id: string }[] };
  return Promise.all(
    listed.mails.map(async ({ id }) => (await (await fetch(`${bench.url}/_stepwell/mail/${id}`)).json()) as Mail),
  );
}

/** Mail goes out after the execution has ended: it is waited for. */
async function mailsOf(runId: string): Promise<Mail[]> {
  for (;;) {
    const found = (await mails('Quality control of')).filter((mail) => mail.text.includes(runId));
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function details(RunId: string): Promise<Record<string, unknown>[]> {
  const { Items } = await tables.send(
    new QueryCommand({
      TableName: 'QCDetails',
      KeyConditionExpression: 'RunId = :r',
      ExpressionAttributeValues: { ':r': RunId },
    }),
  );
  return Items!;
}

async function summary({ StartTime }: { StartTime: string }): Promise<Record<string, unknown>> {
  const { Items } = await tables.send(
    new QueryCommand({
      TableName: 'QCSummary',
      KeyConditionExpression: 'GroupID = :g and StartTime = :s',
      ExpressionAttributeValues: { ':g': 'group1', ':s': StartTime },
    }),
  );
  expect(Items).toHaveLength(1);
  return Items![0]!;
}

test.each<[stream: string, failing: string | undefined, message: RegExp]>([
  ['good', undefined, /group1\/good passed quality control/],
  [
    'gaps',
    'Completeness',
    /group1\/gaps FAILED quality control: completeness \(\d+ findings, the first: .*no reading for 2\d0 minutes/,
  ],
  ['out-of-range', 'Range', /FAILED quality control: range \(\d+ findings, the first: .* is above 45\)/],
  ['spikes', 'Stability', /FAILED quality control: stability \(8 findings, the first: .*a spike of/],
  ['drift', 'Stability', /FAILED quality control: stability \(1 findings, the first: .*a drift of [12]\.\d\d a day/],
])('%s: fails %s', async (stream, failing, message) => {
  const { code, execution } = await bench.run('quality-control', { GroupID: 'group1', StreamID: stream });
  expect(code, execution.cause).toBe(0);
  const report = JSON.parse(execution.output!) as Report;
  const verdict = failing === undefined ? 'PASSED' : 'FAILED';
  expect(report.Verdict).toBe(verdict);
  expect(report.Text).toMatch(message);
  const passes = Object.fromEntries(report.Checks.map(({ Check, Pass }) => [Check, Pass]));
  const checks = ['Completeness', 'Range', 'Stability'];
  expect(passes).toEqual(Object.fromEntries(checks.map((check) => [check, check !== failing])));

  expect(await summary(report)).toMatchObject({
    StreamID: stream,
    Verdict: verdict,
    TotalPass: failing === undefined,
    ...Object.fromEntries(checks.map((check) => [`${check}Pass`, check !== failing])),
  });
  const rows = await details(report.RunId);
  expect(rows).toHaveLength(report.Checks.reduce((sum, check) => sum + check.Findings, 0));
  for (const row of rows)
    expect(row).toMatchObject({ StreamID: stream, FindingId: expect.stringContaining(`${failing}#`) });

  const sent = await mailsOf(report.RunId);
  expect(sent).toHaveLength(1);
  expect(sent[0]!.subject).toBe(`Quality control of group1/${stream}: ${verdict}`);
  expect(sent[0]!.text).toContain(`"Verdict":"${verdict}"`);
  expect(sent[0]!.text).toContain(report.Text);
});

test('two runs at once do not mix', async () => {
  const reports = await Promise.all(
    ['good', 'spikes'].map(async (StreamID) => {
      const { execution } = await bench.run('quality-control', { GroupID: 'group1', StreamID });
      return JSON.parse(execution.output!) as Report;
    }),
  );
  const seen = await Promise.all(
    reports.map(async (report) => ({
      verdict: report.Verdict,
      details: (await details(report.RunId)).length,
      stream: (await summary(report))['StreamID'],
      mails: (await mailsOf(report.RunId)).map((mail) => mail.subject),
    })),
  );
  expect(seen).toEqual([
    { verdict: 'PASSED', details: 0, stream: 'good', mails: ['Quality control of group1/good: PASSED'] },
    { verdict: 'FAILED', details: 8, stream: 'spikes', mails: ['Quality control of group1/spikes: FAILED'] },
  ]);
});

test.each([
  [{ StreamID: 'good' }, 'GroupID is missing'],
  [{ GroupID: 'group1' }, 'StreamID is missing'],
  [{}, 'GroupID is missing; StreamID is missing'],
])('%j is refused: with 400 by the API, with InvalidInput by the state machine', async (input, message) => {
  const response = await fetch(runsUrl, { method: 'POST', body: JSON.stringify(input) });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ message });
  const { code, execution } = await bench.run('quality-control', input);
  expect(code).toBe(1);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
  expect(JSON.parse(execution.cause!)).toMatchObject({ errorMessage: message });
});

test('the API starts a run', async () => {
  const body = JSON.stringify({ GroupID: 'group1', StreamID: 'drift' });
  const response = await fetch(runsUrl, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  expect(response.status).toBe(202);
  const { RunId } = (await response.json()) as { RunId: string };
  expect((await mailsOf(RunId)).map((mail) => mail.subject)).toEqual(['Quality control of group1/drift: FAILED']);
  expect((await fetch(runsUrl, { method: 'POST', body: '{' })).status).toBe(400);
});

test('a stream that is not there: the execution fails, the summary and one mail say ERROR', async () => {
  const { code, execution } = await bench.run('quality-control', { GroupID: 'group1', StreamID: 'nowhere' });
  expect(code).toBe(1);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'StreamNotFound' });
  const runId = execution.executionArn.slice(execution.executionArn.lastIndexOf(':') + 1);
  const sent = await mailsOf(runId);
  expect(sent.map((mail) => mail.subject)).toEqual(['Quality control of group1/nowhere: ERROR']);
  const { startDate } = await bench.describe(execution.executionArn);
  expect(await summary({ StartTime: `${startDate!.toISOString()}#${runId}` })).toMatchObject({
    Verdict: 'ERROR',
    Failure: expect.stringContaining('there is no data of group1/nowhere'),
  });
});

test('no run has sent two mails', async () => {
  const runs = (await mails('Quality control of')).map((mail) => /"RunId":"([^"]+)"/.exec(mail.text)![1]);
  expect(runs.length).toBeGreaterThanOrEqual(9);
  expect(new Set(runs).size).toBe(runs.length);
});

test.skipIf(!readmesCanRun)('the command lines of the README work as printed', async () => {
  await using fresh = await startBench();
  const { code, text } = await runReadme('quality-control', fresh.url);
  expect(code, text).toBe(0);
  expect(text).toContain('group1/good passed quality control');
  expect(text).toContain('{"message":"StreamID is missing"} 400');
  expect(text).toContain('spikes\tFAILED\tTrue\tTrue\tFalse');
  expect(text).toContain('Quality control of group1/spikes: FAILED');
});
