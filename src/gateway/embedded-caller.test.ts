import { expect, test } from 'vitest';
import type { CallResult } from '../connectors/aws-caller.ts';
import { createEmbeddedCaller } from './embedded-caller.ts';
import { ApiError, type ByteStream } from './operation.ts';
import { toyService } from './toy-services.testing.ts';

const states = toyService(
  'stepfunctions',
  ['StartExecution', 'DescribeExecution', 'ListExecutions'],
  ({ operation }) => {
    if (operation === 'DescribeExecution') throw new ApiError('ExecutionDoesNotExist', 'gone');
    if (operation === 'ListExecutions') throw new TypeError('a bug');
    return { executionArn: 'arn:e', startDate: 1_700_000_000.5, hidden: true };
  },
);
const s3 = toyService('s3', ['GetObject', 'PutObject'], async ({ operation, input, context }) => {
  context.setStatus?.(206);
  if (operation === 'GetObject') return { Body: halves(), LastModified: '2024-01-01T00:00:00Z' };
  let text = '';
  for await (const chunk of input['Body'] as ByteStream) text += Buffer.from(chunk).toString();
  return { ETag: text };
});
const lambda = toyService('lambda', ['Invoke'], ({ input }) => ({
  Payload: `got ${input['Payload']}`,
  StatusCode: 200,
}));
const iam = toyService('iam', ['GetRole'], () => {
  throw new ApiError('NoSuchEntityException', 'no role');
});
const sesv2 = toyService('sesv2', ['SendEmail'], () => ({ MessageId: 'v2' }));
const ses = toyService('ses', ['SendRawEmail'], ({ input }) => ({
  MessageId: String((input['RawMessage'] as { Data: Buffer }).Data),
}));
const logs = toyService('logs', ['StartQuery', 'PutDestination'], ({ input }) => input);

async function* halves(): ByteStream {
  yield Buffer.from('ab');
  yield Buffer.from('cd');
}

const aws = createEmbeddedCaller([states, s3, lambda, iam, ses, sesv2, logs]);
const call = (service: string, operation: string, params: Record<string, unknown>, more = {}): Promise<CallResult> =>
  aws.call({ service, operation, params, ...more });

test('services answer to their prefixes, folders and ids', () => {
  for (const name of ['states', 'stepfunctions', 'sfn']) expect(aws.supports(name, 'StartExecution'), name).toBe(true);
  expect(aws.supports('email', 'SendEmail')).toBe(true);
  expect(aws.supports('email', 'SendRawEmail')).toBe(true);
  expect(aws.supports('states', 'CreateActivity')).toBe(false);
  expect(aws.supports('states', 'toString')).toBe(false);
  expect(aws.supports('kms', 'Encrypt')).toBe(false);
});

test('an answer: dates for timestamps, nothing beyond the model', async () => {
  const result = await call(
    'states',
    'StartExecution',
    { StateMachineArn: 'arn', input: '{}' },
    { account: '123456789012', region: 'eu-west-1' },
  );
  expect(result).toEqual({
    ok: true,
    output: { executionArn: 'arn:e', startDate: new Date(1_700_000_000_500) },
    requestId: expect.any(String),
    status: 200,
  });
  expect(states.seen.at(-1)).toMatchObject({
    input: { stateMachineArn: 'arn', input: '{}' },
    context: { account: '123456789012', region: 'eu-west-1' },
  });
});

test.each<
  [name: string, service: string, operation: string, params: Record<string, unknown>, code: string, status: number]
>([
  ['an error of the operation', 'states', 'DescribeExecution', { executionArn: 'a' }, 'ExecutionDoesNotExist', 400],
  ['the status of the model', 'iam', 'GetRole', { RoleName: 'r' }, 'NoSuchEntityException', 404],
  ['a missing parameter', 'states', 'StartExecution', {}, 'ValidationException', 400],
  ['a wrong type', 'states', 'StartExecution', { stateMachineArn: 1 }, 'SerializationException', 400],
  ['no such operation', 'states', 'Nonsense', {}, 'UnknownOperationException', 501],
])('%s is a value', async (_name, service, operation, params, code, status) => {
  expect(await call(service, operation, params)).toMatchObject({ ok: false, code, status, fault: 'client' });
});

test('a bug throws', async () => {
  await expect(call('states', 'ListExecutions', { stateMachineArn: 'a' })).rejects.toThrow('a bug');
});

test('blobs from text, bytes and JSON; streams in and out', async () => {
  expect(await call('lambda', 'Invoke', { FunctionName: 'f', Payload: { a: 1 } })).toMatchObject({
    output: { Payload: Buffer.from('got {"a":1}') },
  });
  expect(await call('s3', 'PutObject', { Bucket: 'b', Key: 'k', Body: 'text' })).toMatchObject({
    output: { ETag: 'text' },
    status: 206,
  });
  expect(await call('s3', 'PutObject', { Bucket: 'b', Key: 'k', Body: [1] })).toMatchObject({
    output: { ETag: '[1]' },
  });
  expect(await call('email', 'SendRawEmail', { RawMessage: { Data: 'mail' } })).toMatchObject({
    output: { MessageId: 'mail' },
  });
  const collected = await call('s3', 'GetObject', { Bucket: 'b', Key: 'k' }, { collectStreams: true });
  expect(collected).toMatchObject({ output: { Body: Buffer.from('abcd'), LastModified: new Date('2024-01-01') } });
  const streamed = await call('s3', 'GetObject', { Bucket: 'b', Key: 'k' });
  expect(streamed.ok && Symbol.asyncIterator in (streamed.output['Body'] as object)).toBe(true);
});

test('an idempotency key becomes a token that every service takes, the same each time', async () => {
  const seen: unknown[] = [];
  const secrets = toyService('secretsmanager', ['CreateSecret'], ({ input }) => {
    seen.push(input['ClientRequestToken']);
    return {};
  });
  const caller = createEmbeddedCaller([secrets]);
  const key = `arn:aws:states:us-east-1:000000000000:execution:${'machine'.repeat(9)}:e/0-3`;
  const request = { service: 'secretsmanager', operation: 'CreateSecret', params: { Name: 'n' } };
  for (const idempotencyKey of [key, key, `${key}1`]) {
    expect(await caller.call({ ...request, idempotencyKey })).toMatchObject({ ok: true });
  }
  expect(seen[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect([seen[1] === seen[0], seen[2] === seen[0]]).toEqual([true, false]);
});
