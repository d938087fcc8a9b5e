/** The ends of asynchronous invocations, from the call to what a queue, a topic, a function or an event bus hears of them. */
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stepwell } from '../../src/server/stepwell.ts';
import { startEphemeral } from './ephemeral-server.ts';

const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const HEARD = arn('sqs', 'heard');

let server: Stepwell;
let lambda: LambdaClient;
let sqs: SQSClient;

/** Gives back what it gets, and fails on `fail`. */
const answering = `exports.handler = async (event) => {
  if (event.fail) { const error = new Error('as asked'); error.name = 'Asked'; throw error; }
  return { got: event };
};`;

beforeAll(async () => {
  const started = await startEphemeral();
  server = started.server;
  const { clientConfiguration: configuration } = started;
  lambda = new LambdaClient(configuration);
  sqs = new SQSClient(configuration);
  const sns = new SNSClient(configuration);
  const events = new EventBridgeClient(configuration);
  await sqs.send(new CreateQueueCommand({ QueueName: 'heard' }));
  await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'ends' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: HEARD }));
  await events.send(new PutRuleCommand({ Name: 'ends', EventPattern: '{"source":["lambda"]}' }));
  await events.send(new PutTargetsCommand({ Rule: 'ends', Targets: [{ Id: 'queue', Arn: HEARD }] }));
  await createFunction('answers', answering);
  await createFunction('hears', answering);
  const forward = { OnSuccess: { Destination: HEARD } };
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'hears', DestinationConfig: forward }));
});
afterAll(() => server.stop());

async function createFunction(FunctionName: string, code: string, more: object = {}): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/r',
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from(code) }) },
      ...more,
    }),
  );
}

async function receive(queue: string): Promise<Message> {
  const QueueUrl = `${server.url}/000000000000/${queue}`;
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MessageAttributeNames: ['All'] }),
  );
  const [message] = Messages;
  if (!message) throw new Error(`nothing came to ${queue}`);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  return message;
}

const invoke = (FunctionName: string, event: object) =>
  lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify(event) }));

// biome-ignore lint/suspicious/noExplicitAny: JSON of the wire.
type Json = any;

/** How each kind of destination hands the record on to the queue. */
const destinations: readonly [kind: string, Destination: string, recordIn: (body: Json) => Json][] = [
  ['a queue', HEARD, (body) => body],
  ['a topic', arn('sns', 'ends'), (body) => JSON.parse(body.Message)],
  ['an event bus', arn('events', 'event-bus/default'), (body) => body.detail],
  ['a function', arn('lambda', 'function:hears'), (body) => body.requestPayload],
];

describe.each(destinations)('%s', (_kind, Destination, recordIn) => {
  const DestinationConfig = { OnSuccess: { Destination }, OnFailure: { Destination } };
  const configure = () =>
    lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName: 'answers', MaximumRetryAttempts: 0, DestinationConfig }),
    );

  test('hears of success', async () => {
    await configure();
    await invoke('answers', { n: 1 });
    const body = JSON.parse((await receive('heard')).Body!);
    expect(recordIn(body)).toMatchObject({
      requestContext: { condition: 'Success', functionArn: arn('lambda', 'function:answers:$LATEST') },
      requestPayload: { n: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { got: { n: 1 } },
    });
    if (Destination.includes(':events:')) {
      expect(body).toMatchObject({
        source: 'lambda',
        'detail-type': 'Lambda Function Invocation Result - Success',
        resources: [Destination, arn('lambda', 'function:answers:$LATEST')],
      });
    }
  });

  test('hears of failure', async () => {
    await configure();
    await invoke('answers', { fail: true });
    const body = JSON.parse((await receive('heard')).Body!);
    expect(recordIn(body)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      requestPayload: { fail: true },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      responsePayload: { errorType: 'Asked', errorMessage: 'as asked' },
    });
    if (Destination.includes(':events:')) {
      expect(body['detail-type']).toBe('Lambda Function Invocation Result - Failure');
    }
  });
});

describe('dead letters', () => {
  const attributes = (attributes: Json) =>
    Object.fromEntries(
      Object.entries<Json>(attributes).map(([name, { StringValue, Value }]) => [name, StringValue ?? Value]),
    );
  const expected = { ErrorCode: '200', ErrorMessage: 'as asked', RequestID: expect.stringMatching(/^[0-9a-f-]{36}$/) };

  test('go to a queue: the event as it was, and why', async () => {
    await createFunction('buries', answering, { DeadLetterConfig: { TargetArn: arn('sqs', 'dead') } });
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'buries', MaximumRetryAttempts: 0 }));
    await invoke('buries', { fail: true, n: 2 });
    const { Body, MessageAttributes } = await receive('dead');
    expect(JSON.parse(Body!)).toEqual({ fail: true, n: 2 });
    expect(attributes(MessageAttributes)).toEqual(expected);
  });

  test('go to a topic', async () => {
    await createFunction('announces', answering, { DeadLetterConfig: { TargetArn: arn('sns', 'ends') } });
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'announces', MaximumRetryAttempts: 0 }));
    await invoke('announces', { fail: true, n: 3 });
    const { Message, MessageAttributes } = JSON.parse((await receive('heard')).Body!);
    expect(JSON.parse(Message)).toEqual({ fail: true, n: 3 });
    expect(attributes(MessageAttributes)).toEqual(expected);
  });
});

test('a configuration that cannot be is refused', async () => {
  const DestinationConfig = { OnSuccess: { Destination: HEARD } };
  await expect(
    lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName: 'answers', Qualifier: 'none', DestinationConfig }),
    ),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(
    lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'answers', MaximumRetryAttempts: 3 })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'answers', MaximumEventAgeInSeconds: 59 })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});
