/** The functions with their services played by spies on the SDK's clients. */
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { generateStream, type Kind } from '../generate-stream.ts';
import { handler as checkCompleteness } from './check-completeness.ts';
import { handler as checkRange } from './check-range.ts';
import { handler as checkStability } from './check-stability.ts';
import { handler as endQc } from './end-qc.ts';
import { handler as findStream } from './find-stream.ts';
import { handler as startQc } from './start-qc.ts';
import { handler as submitRun } from './submit-run.ts';

const run = { GroupID: 'group1', StreamID: 'streamA', RunId: 'run-1', StartTime: '2026-06-08T00:00:00.000Z#run-1' };
const runWithData = { ...run, Data: { Bucket: 'streams', Key: 'streams/group1/streamA.csv', ETag: '"1"' } };

interface Sent {
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: requests are looked into member by member.
  readonly input: any;
}

let sent: Sent[];
let answers: Record<string, unknown>;

beforeEach(() => {
  sent = [];
  answers = {};
  for (const client of [S3Client, SFNClient, DynamoDBDocumentClient]) {
    vi.spyOn(client.prototype, 'send').mockImplementation(async (command: object) => {
      const operation = command.constructor.name.replace(/Command$/, '');
      sent.push({ operation, input: (command as { input: unknown }).input });
      const answer = answers[operation] ?? {};
      if (answer instanceof Error) throw answer;
      return answer;
    });
  }
  const configuration = {
    INTERVAL_SECONDS: 600,
    LEAST_COMPLETENESS: 0.98,
    LONGEST_GAP_MINUTES: 60,
    LOWEST: -30,
    HIGHEST: 45,
  };
  for (const [name, value] of Object.entries({ ...configuration, LARGEST_SPIKE: 4, LARGEST_DRIFT_PER_DAY: 1 }))
    vi.stubEnv(name, String(value));
  vi.stubEnv('BUCKET', 'streams');
  vi.stubEnv('SUMMARY_TABLE', 'QCSummary');
  vi.stubEnv('DETAILS_TABLE', 'QCDetails');
  vi.stubEnv('STATE_MACHINE_ARN', 'arn:aws:states:us-east-1:000000000000:stateMachine:quality-control');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const stored = (kind: Kind) => ({ Body: { transformToString: async () => generateStream(kind, 1) } });

test('start-qc seeds the same row for the same execution', async () => {
  const event = {
    Input: { GroupID: 'group1', StreamID: 'streamA' },
    RunId: 'run-1',
    StartedAt: '2026-06-08T00:00:00.000Z',
  };
  expect(await startQc(event)).toEqual(run);
  expect(await startQc(event)).toEqual(run);
  const put = { operation: 'Put', input: { TableName: 'QCSummary', Item: { ...run, Verdict: 'RUNNING' } } };
  expect(sent).toEqual([put, put]);
});

test.each<[unknown, string]>([
  [{ StreamID: 's' }, 'GroupID is missing'],
  [{ GroupID: 'g' }, 'StreamID is missing'],
  [{}, 'GroupID is missing; StreamID is missing'],
  [{ GroupID: 7, StreamID: '../x' }, 'GroupID must be 1 to 40 letters'],
  [{ GroupID: 'g', StreamID: '' }, 'StreamID must be 1 to 40 letters'],
  [[], 'The input must be an object'],
  [null, 'The input must be an object'],
])('start-qc and the API refuse %j', async (input, message) => {
  const start = startQc({ Input: input, RunId: 'r', StartedAt: 't' });
  await expect(start).rejects.toMatchObject({ name: 'InvalidInput', message: expect.stringContaining(message) });
  const response = await submitRun({ body: JSON.stringify(input) });
  expect(response.statusCode).toBe(400);
  expect(JSON.parse(response.body).message).toContain(message);
  expect(sent).toEqual([]);
});

test('submit-run starts an execution and answers with its name; a body in Base64 is one too', async () => {
  const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:quality-control:run-1';
  answers['StartExecution'] = { executionArn };
  const body = Buffer.from('{"GroupID":"g","StreamID":"s","more":1}').toString('base64');
  const response = await submitRun({ body, isBase64Encoded: true });
  expect(response.statusCode).toBe(202);
  expect(JSON.parse(response.body)).toEqual({ executionArn, RunId: 'run-1' });
  expect(sent[0]!.input.input).toBe('{"GroupID":"g","StreamID":"s"}');
});

test('submit-run refuses what is not JSON, and leaves its own failures to API Gateway', async () => {
  expect(await submitRun({ body: '{' })).toMatchObject({ statusCode: 400 });
  expect(await submitRun({})).toMatchObject({ statusCode: 400 });
  answers['StartExecution'] = new Error('no machine');
  await expect(submitRun({ body: '{"GroupID":"g","StreamID":"s"}' })).rejects.toThrow('no machine');
});

test('find-stream pins the bytes, and says which stream is missing', async () => {
  answers['HeadObject'] = { ETag: '"1"' };
  expect(await findStream(run)).toEqual(runWithData.Data);
  answers['HeadObject'] = Object.assign(new Error('UnknownError'), { name: 'NotFound' });
  await expect(findStream(run)).rejects.toMatchObject({
    name: 'StreamNotFound',
    message: 'there is no data of group1/streamA: streams/group1/streamA.csv is not in streams',
  });
});

test.each([
  ['completeness', checkCompleteness, 'gaps', 'Completeness'],
  ['range', checkRange, 'out-of-range', 'Range'],
  ['stability', checkStability, 'spikes', 'Stability'],
] as const)('check-%s passes good data and keeps every finding of bad data', async (_name, handler, bad, check) => {
  answers['GetObject'] = stored('good');
  expect(await handler(runWithData)).toEqual({ Check: check, Pass: true, Findings: 0, Messages: [] });
  expect(sent.map(({ operation }) => operation)).toEqual(['GetObject', 'Update']);
  expect(sent[0]!.input).toEqual({ Bucket: 'streams', Key: 'streams/group1/streamA.csv', IfMatch: '"1"' });

  sent = [];
  answers['GetObject'] = stored(bad);
  const result = await handler(runWithData);
  expect(result).toMatchObject({ Check: check, Pass: false });
  expect(result.Messages.length).toBeGreaterThan(0);
  const rows = sent
    .filter(({ operation }) => operation === 'BatchWrite')
    .flatMap(({ input }) => input.RequestItems.QCDetails);
  expect(rows).toHaveLength(result.Findings);
  expect(rows[0].PutRequest.Item).toMatchObject({ RunId: 'run-1', FindingId: `${check}#0001`, StreamID: 'streamA' });
  expect(sent.at(-1)!.input).toMatchObject({
    Key: { GroupID: 'group1', StartTime: run.StartTime },
    UpdateExpression: 'set #a0 = :v0, #a1 = :v1',
    ExpressionAttributeNames: { '#a0': `${check}Pass`, '#a1': `${check}Findings` },
    ExpressionAttributeValues: { ':v0': false, ':v1': result.Findings },
  });
});

test('a check sends again what the table did not take', async () => {
  answers['GetObject'] = stored('spikes');
  const left = { QCDetails: [{ PutRequest: { Item: { RunId: 'run-1', FindingId: 'Stability#0002' } } }] };
  const batches = [{ UnprocessedItems: left }, {}];
  Object.defineProperty(answers, 'BatchWrite', { get: () => batches.shift() });
  await checkStability(runWithData);
  const writes = sent.filter(({ operation }) => operation === 'BatchWrite');
  expect(writes).toHaveLength(2);
  expect(writes[1]!.input.RequestItems).toEqual(left);
});

test('a limit that is no number stops the check', async () => {
  vi.stubEnv('LOWEST', 'cold');
  expect(() => checkRange(runWithData)).toThrow("the configuration's LOWEST must be a number, but is cold");
});

test('end-qc: passed only if all checks passed, and the text names those that failed', async () => {
  const good = { Check: 'Range', Pass: true, Findings: 0, Messages: [] };
  const bad = { Check: 'Stability', Pass: false, Findings: 8, Messages: ['a spike', 'another'] };
  expect(await endQc({ ...runWithData, Checks: [good] })).toMatchObject({
    Verdict: 'PASSED',
    Text: 'group1/streamA passed quality control',
  });
  expect(await endQc({ ...runWithData, Checks: [good, bad] })).toEqual({
    ...run,
    Verdict: 'FAILED',
    Text: 'group1/streamA FAILED quality control: stability (8 findings, the first: a spike)',
    Checks: [good, bad],
  });
  expect(sent.at(-1)!.input.ExpressionAttributeValues).toEqual({ ':v0': false, ':v1': 'FAILED' });
});
