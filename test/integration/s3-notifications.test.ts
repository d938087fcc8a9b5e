/** Bucket notifications over real sockets: a function, a queue, a topic and EventBridge hear of objects. */
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { startEphemeral } from './ephemeral-server.ts';

let server: Stepwell;
let s3: S3Client;
let sqs: SQSClient;
let sns: SNSClient;
let events: EventBridgeClient;
let lambda: LambdaClient;

beforeAll(async () => {
  const started = await startEphemeral();
  server = started.server;
  const { clientConfiguration: config } = started;
  s3 = new S3Client({ ...config, forcePathStyle: true });
  sqs = new SQSClient(config);
  sns = new SNSClient(config);
  events = new EventBridgeClient(config);
  lambda = new LambdaClient(config);
});

afterAll(() => server?.stop());

async function queue(QueueName: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  return { url: QueueUrl as string, arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}` };
}

// biome-ignore lint/suspicious/noExplicitAny: messages are looked into member by member.
async function receive(url: string): Promise<any> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: Messages[0]?.ReceiptHandle }));
  return JSON.parse(Messages[0]?.Body as string);
}

const put = (Bucket: string, Key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket, Key, Body }));

test('a queue hears of what its filter lets through, after a test message', async () => {
  const { url, arn } = await queue('plain');
  await s3.send(new CreateBucketCommand({ Bucket: 'one' }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: 'one',
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            QueueArn: arn,
            Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:Delete'],
            Filter: {
              Key: {
                FilterRules: [
                  { Name: 'prefix', Value: 'input/' },
                  { Name: 'suffix', Value: 'csv' },
                ],
              },
            },
          },
        ],
      },
    }),
  );
  const kept = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: 'one' }));
  const id = kept.QueueConfigurations?.[0]?.Id;
  expect(id).toMatch(/.+/);
  expect(await receive(url)).toMatchObject({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'one' });
  await put('one', 'other/a.csv');
  await put('one', 'input/a.txt');
  await put('one', 'input/a b+ü.csv', 'hello');
  await s3.send(new DeleteObjectCommand({ Bucket: 'one', Key: 'input/a b+ü.csv' }));
  const [created, removed] = [await receive(url), await receive(url)].map(({ Records }) => Records[0]);
  expect(created).toMatchObject({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventName: 'ObjectCreated:Put',
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: id,
      bucket: { name: 'one', arn: 'arn:aws:s3:::one' },
      object: {
        key: 'input/a+b%2B%C3%BC.csv',
        size: 5,
        eTag: '5d41402abc4b2a76b9719d911017c592',
        sequencer: expect.any(String),
      },
    },
  });
  expect(removed).toMatchObject({
    eventName: 'ObjectRemoved:Delete',
    s3: { object: { key: 'input/a+b%2B%C3%BC.csv' } },
  });
});

test('a function, a topic and EventBridge hear of the same bucket', async () => {
  const [viaTopic, viaBus] = [await queue('via-topic'), await queue('via-bus')];
  const code = `const http = require('node:http');
exports.handler = async (event) => {
  const url = new URL(process.env.AWS_ENDPOINT_URL + '/two-out/' + event.Records[0].s3.object.key);
  await new Promise((resolve, reject) => http.request(url, { method: 'PUT' }, (r) => r.resume().on('end', resolve)).on('error', reject).end(JSON.stringify(event)));
};`;
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'notified',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/r',
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
    }),
  );
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'objects' }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: viaTopic.arn,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  await events.send(
    new PutRuleCommand({
      Name: 'objects',
      EventPattern: JSON.stringify({ source: ['aws.s3'], detail: { bucket: { name: ['two'] } } }),
    }),
  );
  await events.send(new PutTargetsCommand({ Rule: 'objects', Targets: [{ Id: '1', Arn: viaBus.arn }] }));
  const out = await queue('out');
  for (const Bucket of ['two', 'two-out']) await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: 'two-out',
      NotificationConfiguration: { QueueConfigurations: [{ QueueArn: out.arn, Events: ['s3:ObjectCreated:Put'] }] },
    }),
  );
  await receive(out.url);
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: 'two',
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [
          {
            LambdaFunctionArn: FunctionArn,
            Events: ['s3:ObjectCreated:Put'],
            Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.csv' }] } },
          },
        ],
        TopicConfigurations: [
          {
            TopicArn,
            Events: ['s3:ObjectCreated:*'],
            Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.txt' }] } },
          },
        ],
        EventBridgeConfiguration: {},
      },
    }),
  );
  expect(await receive(viaTopic.url)).toMatchObject({ Event: 's3:TestEvent' });
  await put('two', 'a.csv');
  expect((await receive(out.url)).Records[0]).toMatchObject({ s3: { object: { key: 'a.csv' } } });
  await put('two', 'a.txt');
  expect((await receive(viaTopic.url)).Records[0]).toMatchObject({
    eventName: 'ObjectCreated:Put',
    s3: { object: { key: 'a.txt' } },
  });
  expect(await receive(viaBus.url)).toMatchObject({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    resources: ['arn:aws:s3:::two'],
    detail: { bucket: { name: 'two' }, object: { size: 1, sequencer: expect.any(String) }, reason: 'PutObject' },
  });
});

test('a configuration that could never work is refused', async () => {
  const { arn } = await queue('refusals');
  await s3.send(new CreateBucketCommand({ Bucket: 'three' }));
  const configure = (...QueueConfigurations: object[]) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: 'three',
        NotificationConfiguration: { QueueConfigurations: QueueConfigurations as never },
      }),
    );
  const rule = { QueueArn: arn, Events: ['s3:ObjectCreated:*'] };
  const cases: [object[], string][] = [
    [[{ ...rule, QueueArn: `${arn}-none` }], 'Unable to validate the following destination configurations'],
    [[{ ...rule, QueueArn: 'no arn' }], 'The ARN could not be parsed'],
    [[{ ...rule, Events: ['s3:ObjectEaten'] }], 'The event is not supported for notifications'],
    [[rule, { ...rule, Events: ['s3:ObjectCreated:Put'] }], 'Configurations overlap'],
    [
      [{ ...rule, Filter: { Key: { FilterRules: [{ Name: 'middle', Value: 'x' }] } } }],
      'filter rule name must be either prefix or suffix',
    ],
  ];
  for (const [rules, message] of cases) {
    await expect(configure(...rules), message).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: expect.stringContaining(message),
    });
  }
});
