import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGateway, type Gateway } from '../../gateway/http-server.ts';
import { loadServiceModel } from '../../gateway/service-model.ts';
import { openSqliteStore } from '../../store/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { createSqsService, type SqsService } from './sqs-service.ts';

const directory = mkdtempSync(join(tmpdir(), 'sqs-'));
let store: Store;
let service: SqsService;
let gateway: Gateway;
let url: string;
let client: sdk.SQSClient;
const failures: unknown[] = [];

async function open(): Promise<void> {
  store = openSqliteStore(directory);
  service = createSqsService({ records: store.records });
  service.start();
  const logger = { warn: () => {}, error: (...failure: unknown[]) => void failures.push(failure) };
  gateway = createGateway({ services: [service], port: 0, logger });
  ({ url } = await gateway.start());
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new sdk.SQSClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function close(): Promise<void> {
  client.destroy();
  service.release();
  await gateway.stop(100);
  await service.stop();
  await store.close();
}

beforeAll(open);
afterAll(async () => {
  await close();
  rmSync(directory, { recursive: true });
  expect(failures).toEqual([]);
});

async function create(QueueName: string, Attributes?: Record<string, string>): Promise<string> {
  const { QueueUrl } = await client.send(new sdk.CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl as string;
}

test('queues: made, found, listed, changed, tagged, shared, deleted', async () => {
  const QueueUrl = await create('one', { DelaySeconds: '1' });
  expect(QueueUrl).toBe(`${url}/000000000000/one`);
  expect(await create('one', { DelaySeconds: '1' })).toBe(QueueUrl);
  await expect(create('one', { DelaySeconds: '2' })).rejects.toMatchObject({
    name: 'QueueNameExists',
    message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
  });
  expect((await client.send(new sdk.GetQueueUrlCommand({ QueueName: 'one' }))).QueueUrl).toBe(QueueUrl);
  await create('one-more');
  const page = await client.send(new sdk.ListQueuesCommand({ QueueNamePrefix: 'one', MaxResults: 1 }));
  expect(page.QueueUrls).toEqual([QueueUrl]);
  const rest = await client.send(
    new sdk.ListQueuesCommand({ QueueNamePrefix: 'one', MaxResults: 9, NextToken: page.NextToken }),
  );
  expect(rest).toMatchObject({ QueueUrls: [`${QueueUrl}-more`] });
  expect(rest.NextToken).toBeUndefined();

  await client.send(new sdk.SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '7' } }));
  await client.send(
    new sdk.AddPermissionCommand({ QueueUrl, Label: 'l', AWSAccountIds: ['111122223333'], Actions: ['SendMessage'] }),
  );
  const { Attributes = {} } = await client.send(
    new sdk.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({
    QueueArn: 'arn:aws:sqs:us-east-1:000000000000:one',
    VisibilityTimeout: '7',
    DelaySeconds: '1',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    ApproximateNumberOfMessages: '0',
  });
  expect(JSON.parse(Attributes['Policy'] ?? '')).toMatchObject({
    Statement: [{ Sid: 'l', Action: 'SQS:SendMessage' }],
  });
  await client.send(new sdk.RemovePermissionCommand({ QueueUrl, Label: 'l' }));

  await client.send(new sdk.TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
  await client.send(new sdk.UntagQueueCommand({ QueueUrl, TagKeys: ['b'] }));
  expect((await client.send(new sdk.ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ a: '1' });

  await client.send(new sdk.DeleteQueueCommand({ QueueUrl }));
  await expect(client.send(new sdk.GetQueueUrlCommand({ QueueName: 'one' }))).rejects.toThrow(sdk.QueueDoesNotExist);
});

test('messages: their digests are those that the client computes, attributes of every kind', async () => {
  const QueueUrl = await create('messages');
  const MessageAttributes = {
    text: { DataType: 'String', StringValue: 'Zoë' },
    number: { DataType: 'Number.int', StringValue: '7' },
    bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2, 255) },
  };
  // The client checks the digests of the body and, when sending, of nothing else: AWS's value of this attribute is known.
  const sent = await client.send(
    new sdk.SendMessageCommand({
      QueueUrl,
      MessageBody: 'body & <b>',
      MessageAttributes,
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } },
    }),
  );
  expect(sent.MD5OfMessageAttributes).toMatch(/^[0-9a-f]{32}$/);
  const { Messages = [] } = await client.send(
    new sdk.ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
  );
  expect(Messages).toMatchObject([
    {
      MessageId: sent.MessageId,
      Body: 'body & <b>',
      MessageAttributes,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { AWSTraceHeader: 'Root=1' },
    },
  ]);
  const { ReceiptHandle } = Messages[0]!;
  await client.send(new sdk.ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 100 }));
  await client.send(new sdk.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  await client.send(new sdk.PurgeQueueCommand({ QueueUrl }));
});

test('batches fail entry by entry', async () => {
  const QueueUrl = await create('batches');
  const sent = await client.send(
    new sdk.SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: '1' },
        { Id: 'b', MessageBody: '2', DelaySeconds: 901 },
        { Id: 'c', MessageBody: '3' },
      ],
    }),
  );
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
  expect(sent.Failed).toMatchObject([{ Id: 'b', SenderFault: true, Code: 'InvalidParameterValue' }]);
  const { Messages = [] } = await client.send(new sdk.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle, VisibilityTimeout: 60 }));
  const changed = await client.send(new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  expect(changed.Successful).toHaveLength(2);
  const deleted = await client.send(
    new sdk.DeleteMessageBatchCommand({ QueueUrl, Entries: [...Entries, { Id: 'x', ReceiptHandle: 'none' }] }),
  );
  expect(deleted).toMatchObject({
    Successful: [{ Id: '0' }, { Id: '1' }],
    Failed: [{ Id: 'x', Code: 'ReceiptHandleIsInvalid' }],
  });
});

test('dead letters and move tasks', async () => {
  const QueueUrl = await create('dead');
  const SourceArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
  await create('live', { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: '3' }) });
  const { queueUrls } = await client.send(new sdk.ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  expect(queueUrls).toEqual([`${url}/000000000000/live`]);
  const { TaskHandle } = await client.send(new sdk.StartMessageMoveTaskCommand({ SourceArn }));
  const { Results } = await client.send(new sdk.ListMessageMoveTasksCommand({ SourceArn }));
  expect(Results).toMatchObject([{ SourceArn }]);
  await expect
    .poll(async () => (await client.send(new sdk.ListMessageMoveTasksCommand({ SourceArn }))).Results?.[0]?.Status)
    .toBe('COMPLETED');
  const cancel = client.send(new sdk.CancelMessageMoveTaskCommand({ TaskHandle }));
  await expect(cancel).rejects.toThrow(sdk.ResourceNotFoundException);
});

test('a dead-letter queue may take the messages of some queues only', async () => {
  const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const allow = (policy: object) => ({ RedriveAllowPolicy: JSON.stringify(policy) });
  const dead = await create('some-dead', allow({ redrivePermission: 'byQueue', sourceQueueArns: [arn('welcome')] }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn('some-dead'), maxReceiveCount: 1 });
  await create('welcome', { RedrivePolicy });
  const refused = {
    name: 'InvalidParameterValue',
    message: expect.stringContaining('does not allow this source queue'),
  };
  await expect(create('stranger', { RedrivePolicy })).rejects.toMatchObject(refused);
  const set = (Attributes: Record<string, string>) =>
    client.send(new sdk.SetQueueAttributesCommand({ QueueUrl: dead, Attributes }));
  await set(allow({ redrivePermission: 'denyAll' }));
  await expect(create('welcome-2', { RedrivePolicy })).rejects.toMatchObject(refused);
  await set(allow({ redrivePermission: 'allowAll' }));
  await create('stranger', { RedrivePolicy });
});

test('the Query protocol at the queue itself', async () => {
  const QueueUrl = await create('query');
  const ask = async (form: Record<string, string>, at = QueueUrl) => {
    const body = new URLSearchParams({ Version: '2012-11-05', ...form });
    const response = await fetch(at, { method: 'POST', body });
    return `${response.status} ${await response.text()}`;
  };
  expect(await ask({ Action: 'SendMessage', MessageBody: 'hello' })).toContain(
    '<MD5OfMessageBody>5d41402abc4b2a76b9719d911017c592<',
  );
  expect(
    await (await fetch(`${QueueUrl}?Action=ReceiveMessage&Version=2012-11-05&AttributeName.1=All`)).text(),
  ).toContain('<Body>hello</Body>');
  const missing = await ask({ Action: 'ReceiveMessage' }, `${url}/000000000000/none`);
  expect(missing).toMatch(/^400 /);
  expect(missing).toContain('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>');
  expect(missing).toContain('The specified queue does not exist for this wsdl version.');
});

test('the JSON protocol names its errors twice', async () => {
  const response = await fetch(`${url}/000000000000/none`, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSQS.PurgeQueue', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ QueueUrl: `${url}/000000000000/none` }),
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-query-error')).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
  expect(await response.json()).toEqual({
    __type: 'com.amazonaws.sqs#QueueDoesNotExist',
    message: 'The specified queue does not exist.',
  });
});

test('a second purge within a minute is refused in both protocols, after a restart too', async () => {
  await client.send(new sdk.PurgeQueueCommand({ QueueUrl: await create('purged') }));
  const words = 'Only one PurgeQueue operation on purged is allowed every 60 seconds.';
  await close();
  await open();
  const QueueUrl = `${url}/000000000000/purged`;
  await expect(client.send(new sdk.PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'PurgeQueueInProgress',
    message: words,
  });
  const body = JSON.stringify({ QueueUrl });
  const headers = { 'x-amz-target': 'AmazonSQS.PurgeQueue', 'content-type': 'application/x-amz-json-1.0' };
  const json = await fetch(url, { method: 'POST', headers, body });
  expect(json.headers.get('x-amzn-query-error')).toBe('AWS.SimpleQueueService.PurgeQueueInProgress;Sender');
  expect(await json.json()).toEqual({ __type: 'com.amazonaws.sqs#PurgeQueueInProgress', message: words });
  const query = await fetch(QueueUrl, { method: 'POST', body: new URLSearchParams({ Action: 'PurgeQueue' }) });
  expect(query.status).toBe(403);
  expect(await query.text()).toContain('<Code>AWS.SimpleQueueService.PurgeQueueInProgress</Code>');
});

test('a long poll ends when the message comes', async () => {
  const QueueUrl = await create('poll');
  const polling = client.send(new sdk.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await client.send(new sdk.SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  expect((await polling).Messages).toMatchObject([{ Body: 'x' }]);
});

test('a restart loses nothing that was acknowledged, and receipts outlive it', async () => {
  await create('restart');
  await create('restart.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  const at = (name: string) => `${url}/000000000000/${name}`;
  const bodies = Array.from({ length: 30 }, (_, n) => `m${n}`);
  await Promise.all(
    bodies.map((MessageBody) => client.send(new sdk.SendMessageCommand({ QueueUrl: at('restart'), MessageBody }))),
  );
  for (const MessageBody of ['f1', 'f2']) {
    await client.send(new sdk.SendMessageCommand({ QueueUrl: at('restart.fifo'), MessageBody, MessageGroupId: 'g' }));
  }
  const { Messages: [held, other] = [] } = await client.send(
    new sdk.ReceiveMessageCommand({ QueueUrl: at('restart'), MaxNumberOfMessages: 2, VisibilityTimeout: 600 }),
  );
  await close();
  await open();
  await client.send(new sdk.DeleteMessageCommand({ QueueUrl: at('restart'), ReceiptHandle: held?.ReceiptHandle }));
  const got: (string | undefined)[] = [held?.Body, other?.Body];
  for (;;) {
    const { Messages } = await client.send(
      new sdk.ReceiveMessageCommand({ QueueUrl: at('restart'), MaxNumberOfMessages: 10 }),
    );
    if (!Messages) break;
    got.push(...Messages.map(({ Body }) => Body));
  }
  expect(got.sort()).toEqual(bodies.sort());
  // What was a duplicate before still is, and the order is kept.
  await client.send(
    new sdk.SendMessageCommand({ QueueUrl: at('restart.fifo'), MessageBody: 'f1', MessageGroupId: 'g' }),
  );
  const fifo = await client.send(
    new sdk.ReceiveMessageCommand({ QueueUrl: at('restart.fifo'), MaxNumberOfMessages: 10 }),
  );
  expect(fifo.Messages?.map(({ Body }) => Body)).toEqual(['f1', 'f2']);
});

test.each<[operation: string, input: object, code: string, message: string]>([
  [
    'CreateQueue',
    { QueueName: 'a b' },
    'InvalidParameterValue',
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  ],
  [
    'CreateQueue',
    { QueueName: 'a', Attributes: { FifoQueue: 'true' } },
    'InvalidParameterValue',
    'The name of a FIFO queue can only include',
  ],
  [
    'CreateQueue',
    { QueueName: 'a', Attributes: { Colour: 'red' } },
    'InvalidAttributeName',
    'Unknown Attribute Colour.',
  ],
  [
    'CreateQueue',
    { QueueName: 'a', Attributes: { DelaySeconds: '-1' } },
    'InvalidAttributeValue',
    'Invalid value for the parameter DelaySeconds.',
  ],
  [
    'CreateQueue',
    {
      QueueName: 'a',
      Attributes: {
        RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:no","maxReceiveCount":1}',
      },
    },
    'InvalidParameterValue',
    'Dead letter target does not exist.',
  ],
  [
    'CreateQueue',
    { QueueName: 'a', Attributes: { RedrivePolicy: '{}' } },
    'InvalidParameterValue',
    'Redrive policy does not contain mandatory attribute',
  ],
  ['GetQueueAttributes', { AttributeNames: ['Colour'] }, 'InvalidAttributeName', 'Unknown Attribute Colour.'],
  ['SetQueueAttributes', { Attributes: { QueueArn: 'x' } }, 'InvalidAttributeName', 'Unknown Attribute QueueArn.'],
  ['SendMessage', { MessageBody: '' }, 'MissingParameter', 'The request must contain the parameter MessageBody.'],
  ['SendMessage', { MessageBody: 'a\u0000' }, 'InvalidMessageContents', 'Invalid characters found.'],
  [
    'SendMessage',
    { MessageBody: 'a'.repeat(1_048_577) },
    'InvalidParameterValue',
    'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
  ],
  [
    'SendMessage',
    { MessageBody: 'a', MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
    'InvalidParameterValue',
    "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
  [
    'SendMessage',
    { MessageBody: 'a', MessageDeduplicationId: 'd' },
    'InvalidParameterValue',
    'is not valid for this queue type',
  ],
  [
    'SendMessage',
    { QueueUrl: 'FIFO', MessageBody: 'a' },
    'MissingParameter',
    'The request must contain the parameter MessageGroupId.',
  ],
  [
    'SendMessage',
    { QueueUrl: 'FIFO', MessageBody: 'a', MessageGroupId: 'g' },
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  ],
  [
    'SendMessage',
    { QueueUrl: 'nonsense', MessageBody: 'a' },
    'InvalidAddress',
    'The address nonsense is not valid for this endpoint.',
  ],
  [
    'SendMessageBatch',
    { Entries: [] },
    'EmptyBatchRequest',
    'There should be at least one SendMessageBatchRequestEntry in the request.',
  ],
  [
    'SendMessageBatch',
    {
      Entries: [
        { Id: 'a', MessageBody: 'x' },
        { Id: 'a', MessageBody: 'x' },
      ],
    },
    'BatchEntryIdsNotDistinct',
    'Id a repeated.',
  ],
  [
    'SendMessageBatch',
    { Entries: Array.from({ length: 11 }, (_, n) => ({ Id: `${n}`, MessageBody: 'x' })) },
    'TooManyEntriesInBatchRequest',
    'Maximum number of entries per request are 10. You have sent 11.',
  ],
  [
    'ReceiveMessage',
    { MaxNumberOfMessages: 11 },
    'InvalidParameterValue',
    'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
  ],
  [
    'ReceiveMessage',
    { WaitTimeSeconds: 21 },
    'InvalidParameterValue',
    'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
  ],
  [
    'DeleteMessage',
    { ReceiptHandle: 'no' },
    'ReceiptHandleIsInvalid',
    'The input receipt handle "no" is not a valid receipt handle.',
  ],
  [
    'ChangeMessageVisibility',
    { ReceiptHandle: 'no', VisibilityTimeout: 43_201 },
    'InvalidParameterValue',
    'Value 43201 for parameter VisibilityTimeout is invalid.',
  ],
  ['RemovePermission', { Label: 'x' }, 'InvalidParameterValue', "can't find label"],
  [
    'StartMessageMoveTask',
    { SourceArn: 'arn:aws:sqs:us-east-1:000000000000:bad-input' },
    'InvalidParameterValue',
    'Source queue must be configured as a Dead Letter Queue.',
  ],
])('%s of %j is %s', async (operation, input, code, message) => {
  const standard = await create('bad-input');
  const fifo = await create('bad-input.fifo', { FifoQueue: 'true' });
  const given = { QueueUrl: standard, ...input };
  const response = await post(operation, given.QueueUrl === 'FIFO' ? { ...given, QueueUrl: fifo } : given);
  expect(response.headers.get('x-amzn-query-error')).toContain(code);
  expect(((await response.json()) as { message: string }).message).toContain(message);
});

test('nonsense for every operation gets an error of the client', async () => {
  const values = [null, 7, 'text', [], {}, [{}], { a: { b: 1 } }, true];
  for (const [operation, { input }] of loadServiceModel('sqs').operations) {
    for (const value of values) {
      const body = Object.fromEntries((input?.members ?? []).map(({ name }) => [name, value]));
      const { status } = await post(operation, body);
      expect(status, `${operation} ${JSON.stringify(value)}`).toBeLessThan(500);
    }
  }
});

function post(operation: string, input: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': `AmazonSQS.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(input),
  });
}
