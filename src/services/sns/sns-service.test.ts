import { createVerify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEmbeddedCaller } from '../../gateway/embedded-caller.ts';
import { createGateway, type Gateway } from '../../gateway/http-server.ts';
import type { Service } from '../../gateway/operation.ts';
import { loadServiceModel } from '../../gateway/service-model.ts';
import { openSqliteStore } from '../../store/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import type { OutgoingMail } from '../mail/mailer.ts';
import { createSqsService, type SqsService } from '../sqs/sqs-service.ts';
import { createSnsService, type SnsService } from './sns-service.ts';

const directory = mkdtempSync(join(tmpdir(), 'sns-'));
const mails: OutgoingMail[] = [];
const invocations: { readonly FunctionName: string; readonly Payload: string; readonly InvocationType: string }[] = [];
const posts: { readonly headers: Record<string, string>; readonly body: string }[] = [];
const failures: unknown[] = [];
/** Answers of the HTTP endpoint, next first; 200 when there is none. */
const answers: number[] = [];
let store: Store;
let sqs: SqsService;
let sns: SnsService;
let gateway: Gateway;
let url: string;
let client: sdk.SNSClient;
let endpoint: Server;
let endpointUrl: string;

const lambda: Service = {
  model: 'lambda',
  operations: {
    Invoke: ({ Payload, ...input }) => {
      invocations.push({ ...input, Payload: String(Payload) });
      return { StatusCode: 202 };
    },
  },
};

async function open(): Promise<void> {
  store = openSqliteStore(directory);
  sqs = createSqsService({ records: store.records });
  const caller = createEmbeddedCaller([sqs, lambda]);
  const mailer = { send: async (mail: OutgoingMail) => void mails.push(mail) };
  sns = createSnsService({ records: store.records, caller, baseUrl: () => url, mailer });
  const logger = { warn: () => {}, error: (...failure: unknown[]) => void failures.push(failure) };
  gateway = createGateway({ services: [sns, sqs], port: 0, logger });
  ({ url } = await gateway.start());
  sns.start();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new sdk.SNSClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function close(): Promise<void> {
  client.destroy();
  sqs.release();
  await gateway.stop(100);
  await sns.stop();
  await sqs.stop();
  await store.close();
}

beforeAll(async () => {
  endpoint = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    posts.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  endpointUrl = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hook`;
  await open();
});

afterAll(async () => {
  await close();
  endpoint.close();
  rmSync(directory, { recursive: true });
  expect(failures).toEqual([]);
});

async function topic(Name: string, Attributes?: Record<string, string>): Promise<string> {
  return (await client.send(new sdk.CreateTopicCommand({ Name, Attributes }))).TopicArn as string;
}

const context = {
  region: 'us-east-1',
  account: '000000000000',
  requestId: 'r',
  baseUrl: 'http://x',
  headers: {},
  signal: new AbortController().signal,
};
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const onQueue = (operation: string, name: string, input: object = {}) =>
  sqs.operations[operation]?.({ QueueUrl: `http://x/000000000000/${name}`, ...input }, context);

async function queue(name: string): Promise<string> {
  const Attributes = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
  await sqs.operations['CreateQueue']?.({ QueueName: name, Attributes }, context);
  return queueArn(name);
}

async function receive(name: string, count = 1) {
  const found: { readonly Body: string; readonly MessageAttributes?: object; readonly Attributes?: object }[] = [];
  while (found.length < count) {
    const input = {
      WaitTimeSeconds: 5,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      AttributeNames: ['All'],
    };
    const { Messages = [] } = (await onQueue('ReceiveMessage', name, input)) as { Messages?: typeof found };
    if (Messages.length === 0) break;
    found.push(...Messages);
  }
  return found;
}

async function subscribe(TopicArn: string, Protocol: string, Endpoint: string, Attributes?: Record<string, string>) {
  const command = new sdk.SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true });
  return (await client.send(command)).SubscriptionArn as string;
}

test('topics: made, listed, changed, tagged, shared, deleted', async () => {
  const TopicArn = await topic('one', { DisplayName: 'One' });
  expect(TopicArn).toBe('arn:aws:sns:us-east-1:000000000000:one');
  expect(await topic('one')).toBe(TopicArn);
  await expect(topic('one', { DisplayName: 'Two' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
  });
  expect((await client.send(new sdk.ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
  const set = { TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Three' };
  await client.send(new sdk.SetTopicAttributesCommand(set));
  await client.send(
    new sdk.AddPermissionCommand({ TopicArn, Label: 'l', AWSAccountId: ['111122223333'], ActionName: ['Publish'] }),
  );
  const { Attributes = {} } = await client.send(new sdk.GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({
    TopicArn,
    DisplayName: 'Three',
    Owner: '000000000000',
    SubscriptionsConfirmed: '0',
  });
  expect(JSON.parse(Attributes['Policy'] ?? '').Statement).toMatchObject([{}, { Sid: 'l', Action: 'SNS:Publish' }]);
  await client.send(new sdk.RemovePermissionCommand({ TopicArn, Label: 'l' }));
  const ResourceArn = TopicArn;
  await client.send(
    new sdk.TagResourceCommand({
      ResourceArn,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    }),
  );
  await client.send(new sdk.UntagResourceCommand({ ResourceArn, TagKeys: ['b'] }));
  expect((await client.send(new sdk.ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual([
    { Key: 'a', Value: '1' },
  ]);
  await client.send(new sdk.PutDataProtectionPolicyCommand({ ResourceArn, DataProtectionPolicy: '{}' }));
  expect((await client.send(new sdk.GetDataProtectionPolicyCommand({ ResourceArn }))).DataProtectionPolicy).toBe('{}');
  await client.send(new sdk.DeleteTopicCommand({ TopicArn }));
  await expect(client.send(new sdk.GetTopicAttributesCommand({ TopicArn }))).rejects.toThrow(sdk.NotFoundException);
});

test('a queue gets the envelope, or the bare message with its attributes; the signature verifies', async () => {
  const TopicArn = await topic('to-queues');
  const first = await subscribe(TopicArn, 'sqs', await queue('wrapped'));
  await subscribe(TopicArn, 'sqs', await queue('raw'), { RawMessageDelivery: 'true' });
  const { MessageId } = await client.send(
    new sdk.PublishCommand({
      TopicArn,
      Message: 'hello',
      Subject: 'greeting',
      MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } },
    }),
  );
  const [wrapped] = await receive('wrapped');
  const body = JSON.parse(wrapped!.Body);
  expect(wrapped!.Body).toMatch(/^\{\n {2}"Type" : "Notification",\n {2}"MessageId" : "/);
  expect(body).toMatchObject({
    MessageId,
    TopicArn,
    Subject: 'greeting',
    Message: 'hello',
    SignatureVersion: '1',
    UnsubscribeURL: `${url}/?Action=Unsubscribe&SubscriptionArn=${encodeURIComponent(first)}&Version=2010-03-31`,
    MessageAttributes: { a: { Type: 'String', Value: 'x' } },
  });
  const signed = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'].map(
    (name) => `${name}\n${body[name]}\n`,
  );
  const { publicKey } = new X509Certificate(sns.certificate());
  expect(createVerify('RSA-SHA1').update(signed.join('')).verify(publicKey, body.Signature, 'base64')).toBe(true);
  const [raw] = await receive('raw');
  expect(raw).toMatchObject({ Body: 'hello', MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } } });
});

test('subscriptions: listed, filtered, changed, ended', async () => {
  const TopicArn = await topic('filtered');
  const SubscriptionArn = await subscribe(TopicArn, 'sqs', await queue('filtered'), {
    FilterPolicy: '{"kind":["good"]}',
    RawMessageDelivery: 'true',
  });
  const publish = (Message: string, kind: string) =>
    client.send(
      new sdk.PublishCommand({
        TopicArn,
        Message,
        MessageAttributes: { kind: { DataType: 'String', StringValue: kind } },
      }),
    );
  await publish('1', 'bad');
  await publish('2', 'good');
  expect((await receive('filtered')).map(({ Body }) => Body)).toEqual(['2']);
  const set = (AttributeName: string, AttributeValue: string) =>
    client.send(new sdk.SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
  await set('FilterPolicyScope', 'MessageBody');
  await set('FilterPolicy', '{"kind":{"is":["good"]}}');
  await publish('{"kind":{"is":"bad"}}', 'good');
  await publish('{"kind":{"is":"good"}}', 'bad');
  expect((await receive('filtered')).map(({ Body }) => Body)).toEqual(['{"kind":{"is":"good"}}']);
  const { Attributes } = await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(Attributes).toMatchObject({
    Protocol: 'sqs',
    Endpoint: queueArn('filtered'),
    PendingConfirmation: 'false',
    RawMessageDelivery: 'true',
    FilterPolicyScope: 'MessageBody',
  });
  const view = { SubscriptionArn, Owner: '000000000000', Protocol: 'sqs', Endpoint: queueArn('filtered'), TopicArn };
  expect((await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toEqual([view]);
  expect((await client.send(new sdk.ListSubscriptionsCommand({}))).Subscriptions).toContainEqual(view);
  await client.send(new sdk.UnsubscribeCommand({ SubscriptionArn }));
  expect((await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toEqual([]);
});

test('a function is invoked with an event, and each protocol gets its own message', async () => {
  const TopicArn = await topic('to-functions');
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  const SubscriptionArn = await subscribe(TopicArn, 'lambda', functionArn);
  await client.send(
    new sdk.PublishCommand({ TopicArn, MessageStructure: 'json', Message: '{"default":"d","lambda":"for functions"}' }),
  );
  await expect.poll(() => invocations.length).toBe(1);
  expect(invocations[0]).toMatchObject({ FunctionName: functionArn, InvocationType: 'Event' });
  expect(JSON.parse(invocations[0]!.Payload)).toMatchObject({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: SubscriptionArn,
        Sns: { Type: 'Notification', TopicArn, Subject: null, Message: 'for functions', MessageAttributes: {} },
      },
    ],
  });
});

test('an HTTP endpoint confirms by the link, and is tried again', async () => {
  const TopicArn = await topic('to-http');
  const policy = { healthyRetryPolicy: { numRetries: 2, minDelayTarget: 0, maxDelayTarget: 0 } };
  const { SubscriptionArn } = await client.send(
    new sdk.SubscribeCommand({
      TopicArn,
      Protocol: 'http',
      Endpoint: endpointUrl,
      Attributes: { DeliveryPolicy: JSON.stringify(policy) },
    }),
  );
  expect(SubscriptionArn).toBe('pending confirmation');
  await expect.poll(() => posts.length).toBe(1);
  expect(posts[0]?.headers).toMatchObject({
    'x-amz-sns-message-type': 'SubscriptionConfirmation',
    'x-amz-sns-topic-arn': TopicArn,
  });
  const { SubscribeURL, Token } = JSON.parse(posts[0]!.body);
  await client.send(new sdk.PublishCommand({ TopicArn, Message: 'too early' }));
  const pending = (await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions;
  expect(pending).toMatchObject([{ SubscriptionArn: 'PendingConfirmation' }]);
  const confirmed = await (await fetch(SubscribeURL, { headers: { accept: 'text/html' } })).text();
  expect(confirmed).toContain(`<SubscriptionArn>${TopicArn}:`);
  const again = await client.send(new sdk.ConfirmSubscriptionCommand({ TopicArn, Token }));
  expect(confirmed).toContain(again.SubscriptionArn);
  answers.push(500, 503);
  await client.send(new sdk.PublishCommand({ TopicArn, Message: 'hello' }));
  await expect.poll(() => posts.length).toBe(4);
  expect(posts.slice(1).map(({ body }) => JSON.parse(body).Message)).toEqual(['hello', 'hello', 'hello']);
  expect(posts[3]?.headers).toMatchObject({
    'x-amz-sns-message-type': 'Notification',
    'x-amz-sns-subscription-arn': again.SubscriptionArn,
    'content-type': 'text/plain; charset=UTF-8',
  });
  // Given up after the second retry.
  answers.push(500, 500, 500);
  await client.send(new sdk.PublishCommand({ TopicArn, Message: 'lost' }));
  await expect.poll(() => posts.length).toBe(7);
  await expect.poll(() => sns.outstanding()).toBe(0);
});

test('a mail address confirms by the link in its mail', async () => {
  const TopicArn = await topic('to-mail', { DisplayName: 'Sensors' });
  await client.send(new sdk.SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' }));
  await expect.poll(() => mails.length).toBe(1);
  expect(mails[0]).toMatchObject({
    to: 'a@example.com',
    from: expect.stringContaining('Sensors'),
    subject: 'AWS Notification - Subscription Confirmation',
  });
  const link = /http:\S+Action=ConfirmSubscription\S+/.exec(mails[0]!.text)![0];
  expect((await fetch(link)).status).toBe(200);
  await client.send(new sdk.PublishCommand({ TopicArn, Message: 'PASSED', Subject: 'Quality' }));
  await expect.poll(() => mails.length).toBe(2);
  expect(mails[1]).toMatchObject({ to: 'a@example.com', subject: 'Quality', text: expect.stringMatching(/^PASSED\n/) });
  const unsubscribe = /http:\S+Action=Unsubscribe\S+/.exec(mails[1]!.text)![0];
  expect((await fetch(unsubscribe)).status).toBe(200);
  expect((await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toEqual([]);
});

test('a FIFO topic keeps the order and drops duplicates; a batch fails entry by entry', async () => {
  const TopicArn = await topic('t.fifo', { FifoTopic: 'true' });
  await subscribe(TopicArn, 'sqs', await queue('t.fifo'), { RawMessageDelivery: 'true' });
  const entry = (n: number) => ({
    Id: `e${n}`,
    Message: `m${n}`,
    MessageGroupId: 'g',
    MessageDeduplicationId: `d${n}`,
  });
  const batch = await client.send(
    new sdk.PublishBatchCommand({
      TopicArn,
      PublishBatchRequestEntries: [entry(1), { Id: 'bad', Message: 'x' }, entry(2)],
    }),
  );
  expect(batch.Successful?.map(({ Id }) => Id)).toEqual(['e1', 'e2']);
  expect(batch.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameter', SenderFault: true }]);
  const same = await client.send(
    new sdk.PublishCommand({ TopicArn, Message: 'other', MessageGroupId: 'g', MessageDeduplicationId: 'd1' }),
  );
  expect(same).toMatchObject({
    MessageId: batch.Successful?.[0]?.MessageId,
    SequenceNumber: batch.Successful?.[0]?.SequenceNumber,
  });
  for (let n = 3; n < 30; n++) await client.send(new sdk.PublishCommand({ TopicArn, ...entry(n) }));
  await expect.poll(() => sns.outstanding()).toBe(0);
  const got: string[] = [];
  while (got.length < 29) {
    const messages = (await receive('t.fifo')) as { Body: string; ReceiptHandle: string }[];
    got.push(...messages.map(({ Body }) => Body));
    for (const { ReceiptHandle } of messages) await onQueue('DeleteMessage', 't.fifo', { ReceiptHandle });
  }
  expect(got).toEqual(Array.from({ length: 29 }, (_, n) => `m${n + 1}`));
});

test('a FIFO topic may know duplicates by their content, and wants a group', async () => {
  const TopicArn = await topic('content.fifo', { FifoTopic: 'True', ContentBasedDeduplication: 'True' });
  await subscribe(TopicArn, 'sqs', await queue('content.fifo'), { RawMessageDelivery: 'true' });
  const publish = (Message: string, more: object = { MessageGroupId: 'g' }) =>
    client.send(new sdk.PublishCommand({ TopicArn, Message, ...more }));
  const [first, same, other] = [await publish('one'), await publish('one'), await publish('two')];
  expect(same).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  expect(BigInt(other.SequenceNumber!)).toBeGreaterThan(BigInt(first.SequenceNumber!));
  await expect.poll(() => sns.outstanding()).toBe(0);
  expect((await receive('content.fifo', 2)).map(({ Body }) => Body)).toEqual(['one', 'two']);
  await expect(publish('three', {})).rejects.toThrow('The MessageGroupId parameter is required for FIFO topics');
  await expect(subscribe(TopicArn, 'http', endpointUrl)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const plain = await topic('plain.fifo', { FifoTopic: 'true' });
  await expect(
    client.send(new sdk.PublishCommand({ TopicArn: plain, Message: 'x', MessageGroupId: 'g' })),
  ).rejects.toThrow(
    'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided',
  );
});

test('an endpoint that keeps failing leaves its message in the dead-letter queue', async () => {
  const TopicArn = await topic('failing');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: await queue('failed-posts') });
  const DeliveryPolicy = JSON.stringify({
    healthyRetryPolicy: { numRetries: 1, minDelayTarget: 0, maxDelayTarget: 0 },
  });
  const before = posts.length;
  await subscribe(TopicArn, 'http', endpointUrl, { RedrivePolicy, DeliveryPolicy });
  await expect.poll(() => posts.length).toBe(before + 1);
  await fetch(JSON.parse(posts.at(-1)!.body).SubscribeURL);
  answers.push(500, 500);
  await client.send(new sdk.PublishCommand({ TopicArn, Message: 'lost?' }));
  const [letter] = await receive('failed-posts');
  expect(JSON.parse(letter!.Body)).toMatchObject({ TopicArn, Message: 'lost?' });
  expect(posts.length).toBe(before + 3);
});

test('what cannot be delivered goes to the dead-letter queue', async () => {
  const TopicArn = await topic('to-nowhere');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: await queue('letters') });
  await subscribe(TopicArn, 'sqs', queueArn('no-such-queue'), { RedrivePolicy });
  await client.send(new sdk.PublishCommand({ TopicArn, Message: 'lost?' }));
  const [letter] = await receive('letters');
  expect(JSON.parse(letter!.Body)).toMatchObject({ TopicArn, Message: 'lost?' });
});

test('a restart takes up every delivery that was acknowledged', async () => {
  const TopicArn = await topic('restart');
  const policy = { healthyRetryPolicy: { numRetries: 5, minDelayTarget: 3_600, maxDelayTarget: 3_600 } };
  await subscribe(TopicArn, 'http', endpointUrl, { DeliveryPolicy: JSON.stringify(policy) });
  const before = posts.length;
  await expect.poll(() => posts.length).toBe(before + 1);
  await fetch(JSON.parse(posts.at(-1)!.body).SubscribeURL);
  await expect.poll(() => sns.outstanding()).toBe(0);
  // The queue is told at once; the endpoint fails and is to be tried in an hour.
  await subscribe(TopicArn, 'sqs', await queue('restart'), { RawMessageDelivery: 'true' });
  answers.push(...Array.from({ length: 5 }, () => 500));
  for (let n = 0; n < 5; n++) await client.send(new sdk.PublishCommand({ TopicArn, Message: `m${n}` }));
  await expect.poll(() => posts.length).toBe(before + 6);
  await expect.poll(() => sns.outstanding()).toBe(5);
  await close();
  await open();
  expect(sns.outstanding()).toBe(5);
  expect((await receive('restart', 5)).map(({ Body }) => Body).sort()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
});

test('what was under way when the process ended is delivered after the next start', async () => {
  const TopicArn = await topic('crash');
  await subscribe(TopicArn, 'sqs', await queue('crash'), { RawMessageDelivery: 'true' });
  // The deliveries of this one never begin: as if it died between the commit and the first attempt.
  await sns.stop();
  await client.send(new sdk.PublishCommand({ TopicArn, Message: 'survivor' }));
  await close();
  await open();
  expect((await receive('crash')).map(({ Body }) => Body)).toEqual(['survivor']);
});

test.each<[operation: string, input: Record<string, string>, code: string, message: string]>([
  ['CreateTopic', { Name: 'a b' }, 'InvalidParameter', 'Invalid parameter: Topic Name'],
  ['CreateTopic', { Name: 'x.fifo' }, 'InvalidParameter', 'Invalid parameter: Topic Name'],
  [
    'CreateTopic',
    { Name: 'x', 'Attributes.entry.1.key': 'FifoTopic', 'Attributes.entry.1.value': 'true' },
    'InvalidParameter',
    'Fifo Topic names must end with .fifo',
  ],
  [
    'Publish',
    { TopicArn: 'x', Message: 'm' },
    'InvalidParameter',
    'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
  ],
  [
    'Publish',
    { TopicArn: 'arn:aws:sns:us-east-1:000000000000:none', Message: 'm' },
    'NotFound',
    'Topic does not exist',
  ],
  [
    'Publish',
    { Message: 'm' },
    'InvalidParameter',
    'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
  ],
  ['Publish', { TopicArn: 'IT', Message: '' }, 'InvalidParameter', 'Invalid parameter: Empty message'],
  [
    'Publish',
    { TopicArn: 'IT', Message: 'a'.repeat(262_145) },
    'InvalidParameter',
    'Invalid parameter: Message too long',
  ],
  [
    'Publish',
    { TopicArn: 'IT', Message: 'm', Subject: 'two\nlines' },
    'InvalidParameter',
    'Invalid parameter: Subject',
  ],
  [
    'Publish',
    { TopicArn: 'IT', Message: 'm', MessageStructure: 'json' },
    'InvalidParameter',
    'Invalid parameter: Message Structure - JSON message body failed to parse',
  ],
  [
    'Publish',
    { TopicArn: 'IT', Message: '{}', MessageStructure: 'json' },
    'InvalidParameter',
    'Invalid parameter: Message Structure - No default entry in JSON message body',
  ],
  [
    'Publish',
    { TopicArn: 'IT', Message: 'm', MessageDeduplicationId: 'd' },
    'InvalidParameter',
    'that is not valid for this topic type',
  ],
  [
    'Subscribe',
    { TopicArn: 'IT', Protocol: 'pigeon', Endpoint: 'x' },
    'InvalidParameter',
    'Invalid parameter: Amazon SNS does not support this protocol string: pigeon',
  ],
  [
    'Subscribe',
    { TopicArn: 'IT', Protocol: 'sqs', Endpoint: 'x' },
    'InvalidParameter',
    'Invalid parameter: SQS endpoint ARN',
  ],
  [
    'Subscribe',
    { TopicArn: 'IT', Protocol: 'http', Endpoint: 'ftp://x' },
    'InvalidParameter',
    'Invalid parameter: Endpoint must match the specified protocol',
  ],
  ['ConfirmSubscription', { TopicArn: 'IT', Token: 'no' }, 'InvalidParameter', 'Invalid parameter: Token'],
  ['GetSubscriptionAttributes', { SubscriptionArn: 'IT:x' }, 'NotFound', 'Subscription does not exist'],
  [
    'TagResource',
    { ResourceArn: 'arn:aws:sns:us-east-1:000000000000:none', 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' },
    'ResourceNotFound',
    'Resource does not exist',
  ],
])('%s of %j is %s', async (operation, input, code, message) => {
  const arn = await topic('bad-input');
  const form = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, value.replace(/^IT/, arn)]));
  const answer = await post(operation, form);
  expect(answer.text).toContain(`<Code>${code}</Code>`);
  expect(answer.text).toContain(message);
});

test('nonsense for every operation gets an error of the client', async () => {
  for (const [operation, { input }] of loadServiceModel('sns').operations) {
    if (!sns.operations[operation]) continue;
    for (const value of [
      '',
      'text',
      '{',
      'arn:aws:sns:us-east-1:000000000000:x',
      'arn:a:b:c:d:e:f:g',
      '\u0000',
      '-1',
    ]) {
      const form = Object.fromEntries(
        (input?.members ?? []).flatMap(({ name }) => [
          [name, value],
          [`${name}.member.1`, value],
          [`${name}.entry.1.key`, value],
          [`${name}.entry.1.value`, value],
        ]),
      );
      const { status } = await post(operation, form);
      expect(status, `${operation} ${value}`).toBeLessThan(500);
    }
  }
});

async function post(Action: string, form: Record<string, string>) {
  const body = new URLSearchParams({ Action, Version: '2010-03-31', ...form });
  const response = await fetch(url, { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}
