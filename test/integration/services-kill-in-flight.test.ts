/**
 * One kill for each kind of work that can be under way, at the moment when it surely is: a message in somebody's hands, a delay, a function in the middle of
 * its run, a delivery that waits for its answer.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateEventSourceMappingCommand,
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { SendEmailCommand, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { CreateTopicCommand, ListSubscriptionsCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KillBench } from './services-kill/kill-bench.ts';

let bench: KillBench;

beforeEach(async () => {
  bench = new KillBench();
  await bench.start();
});
afterEach(() => bench.stop());

/** Tells of each run by a mark, and never ends its first. */
const hangingOnce = `
const { existsSync, writeFileSync } = require('node:fs');
exports.handler = async (event) => {
  if (!existsSync(process.env.MARKS + '/begun')) {
    writeFileSync(process.env.MARKS + '/begun', '');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  }
  writeFileSync(process.env.MARKS + '/done', JSON.stringify(event));
  return 'done';
};`;

async function receive(queue: string, WaitTimeSeconds: number, more: object = {}): Promise<Message | undefined> {
  const { Messages } = await bench.clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: bench.queueUrl(queue),
      WaitTimeSeconds,
      MessageSystemAttributeNames: ['All'],
      ...more,
    }),
  );
  return Messages?.[0];
}

const send = (queue: string, MessageBody: string, more: object = {}) =>
  bench.clients.sqs.send(new SendMessageCommand({ QueueUrl: bench.queueUrl(queue), MessageBody, ...more }));

test('a message in flight stays hidden for its time, then comes again; its receipt outlives the kill', async () => {
  await bench.createQueue('hands');
  await send('hands', 'kept');
  await send('hands', 'finished');
  const takenMs = Date.now();
  const kept = await receive('hands', 1, { VisibilityTimeout: 4 });
  const finished = await receive('hands', 1, { VisibilityTimeout: 4 });
  await bench.kill();
  await bench.start();
  const QueueUrl = bench.queueUrl('hands');
  await bench.clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: finished!.ReceiptHandle }));
  const again = await receive('hands', 10);
  expect(Date.now() - takenMs).toBeGreaterThanOrEqual(4_000);
  expect([again?.MessageId, again?.Attributes?.['ApproximateReceiveCount']]).toEqual([kept!.MessageId, '2']);
  const { ReceiptHandle } = again!;
  await bench.clients.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  expect((await receive('hands', 1))?.MessageId).toBe(kept!.MessageId);
  expect(await receive('hands', 0)).toBeUndefined();
});

test('a delayed message waits for its time, and comes', async () => {
  await bench.createQueue('later');
  const sentMs = Date.now();
  await send('later', 'x', { DelaySeconds: 4 });
  await bench.kill();
  await bench.start();
  // Whoever waits from the start gets it no sooner than then.
  expect((await receive('later', 10))?.Body).toBe('x');
  expect(Date.now() - sentMs).toBeGreaterThanOrEqual(4_000);
});

test('the order of a FIFO group and its memory of duplicates outlive the kill', async () => {
  await bench.createQueue('ordered.fifo', { FifoQueue: 'true', VisibilityTimeout: '2' });
  for (const n of [1, 2, 3])
    await send('ordered.fifo', `${n}`, { MessageGroupId: 'g', MessageDeduplicationId: `${n}` });
  expect((await receive('ordered.fifo', 1))?.Body).toBe('1');
  await bench.kill();
  await bench.start();
  await send('ordered.fifo', 'again', { MessageGroupId: 'g', MessageDeduplicationId: '3' });
  await send('ordered.fifo', '4', { MessageGroupId: 'g', MessageDeduplicationId: '4' });
  const bodies: unknown[] = [];
  for (let n = 0; n < 4; n++) {
    const message = await receive('ordered.fifo', 5);
    bodies.push(message?.Body);
    const QueueUrl = bench.queueUrl('ordered.fifo');
    await bench.clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  }
  expect(bodies).toEqual(['1', '2', '3', '4']);
  expect(await receive('ordered.fifo', 0)).toBeUndefined();
});

test('messages on their way back from a dead-letter queue arrive, each once', async () => {
  const { arn: SourceArn } = await bench.createQueue('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 5 });
  const { arn: DestinationArn } = await bench.createQueue('alive', { RedrivePolicy });
  const bodies = Array.from({ length: 60 }, (_, n) => `${n}`);
  for (const body of bodies) await send('dead', body);
  const task = { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: 20 };
  await bench.clients.sqs.send(new StartMessageMoveTaskCommand(task));
  const moved = async () => {
    const { Results } = await bench.clients.sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
    return Results?.[0];
  };
  expect(await bench.until(async () => ((await moved())?.ApproximateNumberOfMessagesMoved ?? 0) >= 20)).toBe(true);
  await bench.kill();
  await bench.start();
  expect(await bench.until(async () => (await moved())?.Status === 'COMPLETED')).toBe(true);
  const arrived: string[] = [];
  for (let message = await receive('alive', 1); message; message = await receive('alive', 1))
    arrived.push(message.Body!);
  expect(arrived.sort()).toEqual(bodies.sort());
});

test('an asynchronous invocation whose function was running runs again, and its destination hears of it', async () => {
  const { arn } = await bench.createQueue('ends');
  await bench.createFunction('hangs', hangingOnce);
  const { lambda } = bench.clients;
  const DestinationConfig = { OnSuccess: { Destination: arn } };
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'hangs', DestinationConfig }));
  await lambda.send(new InvokeCommand({ FunctionName: 'hangs', InvocationType: 'Event', Payload: '{"n":1}' }));
  expect(await bench.until(() => bench.hasMark('begun'))).toBe(true);
  await bench.kill();
  await bench.start();
  expect(await bench.until(() => bench.hasMark('done'))).toBe(true);
  expect(JSON.parse((await receive('ends', 10))!.Body!)).toMatchObject({
    requestContext: { condition: 'Success' },
    requestPayload: { n: 1 },
    responsePayload: 'done',
  });
});

test('an asynchronous invocation that had to wait for concurrency runs once there is some', async () => {
  await bench.createFunction('waits', hangingOnce.replace('/begun', ''));
  const FunctionName = 'waits';
  await bench.clients.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await bench.clients.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{}' }));
  await bench.kill();
  expect(bench.hasMark('done')).toBe(false);
  await bench.start();
  await bench.clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  expect(await bench.until(() => bench.hasMark('done'))).toBe(true);
});

test('messages whose function was running are given to it again', async () => {
  await bench.createFunction('hangs', hangingOnce);
  const { arn } = await bench.createQueue('feeding', { VisibilityTimeout: '4' });
  await bench.clients.lambda.send(
    new CreateEventSourceMappingCommand({ EventSourceArn: arn, FunctionName: 'hangs', BatchSize: 1 }),
  );
  await send('feeding', 'x');
  expect(await bench.until(() => bench.hasMark('begun'))).toBe(true);
  await bench.kill();
  await bench.start();
  expect(await bench.until(() => bench.hasMark('done'))).toBe(true);
});

interface Post {
  readonly type: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of SNS.
  readonly body: any;
}

/** An endpoint that confirms subscriptions, and leaves notifications open until it is told to answer. */
async function slowEndpoint(): Promise<{ url: string; server: Server; posts: Post[]; answer: () => void }> {
  const posts: Post[] = [];
  let answers = false;
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    posts.push({ type: request.headers['x-amz-sns-message-type'], body });
    if (body.SubscribeURL) await fetch(body.SubscribeURL);
    if (answers || body.SubscribeURL) response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = (): void => {
    answers = true;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, server, posts, answer };
}

test('a publication whose endpoint had not answered is brought again', async () => {
  const { url, server, posts, answer } = await slowEndpoint();
  try {
    const { sns } = bench.clients;
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'slow' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: url }));
    const isConfirmed = async (): Promise<boolean> => {
      const { Subscriptions } = await sns.send(new ListSubscriptionsCommand({}));
      return Subscriptions?.[0]?.SubscriptionArn?.startsWith(TopicArn!) ?? false;
    };
    expect(await bench.until(isConfirmed)).toBe(true);
    await sns.send(new PublishCommand({ TopicArn, Message: 'kept' }));
    const brought = () => posts.filter(({ type }) => type === 'Notification').map(({ body }) => body.Message);
    expect(await bench.until(() => brought().length === 1)).toBe(true);
    await bench.kill();
    answer();
    await bench.start();
    expect(await bench.until(() => brought().length === 2)).toBe(true);
    expect(brought()).toEqual(['kept', 'kept']);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('an event whose target could not take it yet reaches it after the kill', async () => {
  const { events, lambda } = bench.clients;
  await bench.createFunction('target', hangingOnce);
  const Arn = 'arn:aws:lambda:us-east-1:000000000000:function:target';
  await events.send(new PutRuleCommand({ Name: 'rule', EventPattern: '{"source":["test"]}' }));
  await events.send(new PutTargetsCommand({ Rule: 'rule', Targets: [{ Id: 'f', Arn }] }));
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'target', ReservedConcurrentExecutions: 1 }));
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 't', Detail: '{}' }] }));
  expect(await bench.until(() => bench.hasMark('begun'))).toBe(true);
  await bench.kill();
  await bench.start();
  expect(await bench.until(() => bench.hasMark('done'))).toBe(true);
});

test('a mail whose delivery was under way is delivered after the kill', async () => {
  const subjects: (string | undefined)[] = [];
  let hangs = true;
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: async (stream, _session, accept) => {
      subjects.push(/^Subject: (.*)$/m.exec(await text(stream))?.[1]);
      if (!hangs) accept();
    },
  });
  smtp.on('error', () => {});
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const args = ['--smtp', `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`];
  try {
    await bench.kill();
    await bench.start(args);
    const Source = 'me@example.com';
    await bench.clients.ses.send(new VerifyEmailIdentityCommand({ EmailAddress: Source }));
    await bench.clients.ses.send(
      new SendEmailCommand({
        Source,
        Destination: { ToAddresses: ['you@example.org'] },
        Message: { Subject: { Data: 'kept' }, Body: { Text: { Data: 'x' } } },
      }),
    );
    expect(await bench.until(() => subjects.length === 1)).toBe(true);
    await bench.kill();
    hangs = false;
    await bench.start(args);
    expect(await bench.until(() => subjects.length === 2)).toBe(true);
    expect(subjects).toEqual(['kept', 'kept']);
  } finally {
    smtp.close();
  }
});
