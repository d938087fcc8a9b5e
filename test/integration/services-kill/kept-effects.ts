/** What was acknowledged and happens later: it happens, whatever was killed in between. */
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateEventSourceMappingCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishBatchCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { KillBench } from './kill-bench.ts';

export interface KeptEffect {
  readonly name: string;
  prepare(bench: KillBench): Promise<void>;
  /** Resolves once it was acknowledged. */
  write(bench: KillBench, n: number): Promise<unknown>;
  /** Which of `wanted` have happened, after the last start; waits for them. */
  happened(bench: KillBench, wanted: ReadonlySet<string>): Promise<ReadonlySet<string>>;
}

const topicArn = (name: string): string => `arn:aws:sns:us-east-1:000000000000:${name}`;
const itself = (body: string): string => body;

async function mailsTo(bench: KillBench, to: string): Promise<{ subject: string; text?: string }[]> {
  const { mails } = (await (await fetch(`${bench.url}/_stepwell/mail?to=${to}&limit=1000`)).json()) as {
    mails: { id: string; subject: string }[];
  };
  if (mails.length !== 1) return mails;
  return [
    (await (await fetch(`${bench.url}/_stepwell/mail/${mails[0]!.id}`)).json()) as { subject: string; text: string },
  ];
}

/** A function that leaves a mark for each message or event that it met. */
const marking = `
const { writeFileSync } = require('node:fs');
exports.handler = async (event) => {
  const names = event.Records ? event.Records.map(({ body }) => body) : [event.name];
  for (const name of names) writeFileSync(process.env.MARKS + '/' + name, '');
};`;

async function marked(bench: KillBench, wanted: ReadonlySet<string>, prefix: string): Promise<ReadonlySet<string>> {
  const left = new Set(wanted);
  await bench.until(() => {
    for (const name of left) if (bench.hasMark(`${prefix}${name}`)) left.delete(name);
    return left.size === 0;
  });
  return new Set([...wanted].filter((name) => !left.has(name)));
}

export const keptEffects: readonly KeptEffect[] = [
  {
    name: 'sqs: a message, received by somebody who dies with the server',
    prepare: async (bench) => void (await bench.createQueue('in-flight', { VisibilityTimeout: '1' })),
    write: async (bench, n) => {
      const QueueUrl = bench.queueUrl('in-flight');
      const { sqs } = bench.clients;
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `${n}` }));
      // Taken and never deleted: that the send was acknowledged is what counts.
      await sqs.send(new ReceiveMessageCommand({ QueueUrl })).catch(() => {});
    },
    happened: (bench, wanted) => bench.drain('in-flight', wanted, itself),
  },
  {
    name: 'sqs: a delayed message',
    prepare: async (bench) => void (await bench.createQueue('delayed')),
    write: (bench, n) =>
      bench.clients.sqs.send(
        new SendMessageCommand({ QueueUrl: bench.queueUrl('delayed'), MessageBody: `${n}`, DelaySeconds: 2 }),
      ),
    happened: (bench, wanted) => bench.drain('delayed', wanted, itself),
  },
  {
    name: 'sns: a publication to a queue',
    prepare: async (bench) => {
      const { arn } = await bench.createQueue('published');
      const { TopicArn } = await bench.clients.sns.send(new CreateTopicCommand({ Name: 'published' }));
      await bench.clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn }));
    },
    write: (bench, n) =>
      bench.clients.sns.send(new PublishCommand({ TopicArn: topicArn('published'), Message: `${n}` })),
    happened: (bench, wanted) => bench.drain('published', wanted, (body) => JSON.parse(body).Message),
  },
  {
    name: 'sns: a batch on a FIFO topic to a FIFO queue',
    prepare: async (bench) => {
      const { arn } = await bench.createQueue('published.fifo', { FifoQueue: 'true' });
      const { TopicArn } = await bench.clients.sns.send(
        new CreateTopicCommand({ Name: 'published.fifo', Attributes: { FifoTopic: 'true' } }),
      );
      const Attributes = { RawMessageDelivery: 'true' };
      await bench.clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn, Attributes }));
    },
    write: (bench, n) =>
      bench.clients.sns.send(
        new PublishBatchCommand({
          TopicArn: topicArn('published.fifo'),
          PublishBatchRequestEntries: [
            { Id: 'a', Message: `${n}`, MessageGroupId: `${n % 3}`, MessageDeduplicationId: `${n}` },
          ],
        }),
      ),
    happened: (bench, wanted) => bench.drain('published.fifo', wanted, itself),
  },
  {
    name: 'sns: a publication to a function',
    prepare: async (bench) => {
      const code = marking.replace('({ body }) => body', "({ Sns }) => 'sns-' + Sns.Message");
      await bench.createFunction('hears-topic', code);
      const { TopicArn } = await bench.clients.sns.send(new CreateTopicCommand({ Name: 'heard' }));
      const Endpoint = 'arn:aws:lambda:us-east-1:000000000000:function:hears-topic';
      await bench.clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }));
    },
    write: (bench, n) => bench.clients.sns.send(new PublishCommand({ TopicArn: topicArn('heard'), Message: `${n}` })),
    happened: (bench, wanted) => marked(bench, wanted, 'sns-'),
  },
  {
    name: 'sns: a publication to a mail address',
    prepare: async (bench) => {
      const { TopicArn } = await bench.clients.sns.send(new CreateTopicCommand({ Name: 'mailed' }));
      const subscribe = new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'reader@example.org' });
      await bench.clients.sns.send(subscribe);
      await bench.until(async () => (await mailsTo(bench, 'reader@example.org')).length === 1);
      const [mail] = await mailsTo(bench, 'reader@example.org');
      await fetch(/http:\S+ConfirmSubscription\S+/.exec(mail!.text!)![0]);
    },
    write: (bench, n) =>
      bench.clients.sns.send(
        new PublishCommand({ TopicArn: topicArn('mailed'), Subject: `mail ${n}`, Message: 'text' }),
      ),
    happened: async (bench, wanted) => {
      const subjects = async () => new Set((await mailsTo(bench, 'reader@example.org')).map(({ subject }) => subject));
      const isAll = async () => {
        const seen = await subjects();
        return [...wanted].every((n) => seen.has(`mail ${n}`));
      };
      await bench.until(isAll);
      return new Set([...(await subjects())].map((subject) => subject.replace('mail ', '')));
    },
  },
  {
    name: 'events: an event to a queue',
    prepare: async (bench) => {
      const { arn } = await bench.createQueue('events');
      await bench.clients.events.send(new PutRuleCommand({ Name: 'kept', EventPattern: '{"source":["kept"]}' }));
      await bench.clients.events.send(
        new PutTargetsCommand({ Rule: 'kept', Targets: [{ Id: 'queue', Arn: arn, InputPath: '$.detail.name' }] }),
      );
    },
    write: async (bench, n) => {
      const Detail = JSON.stringify({ name: `${n}` });
      const { FailedEntryCount } = await bench.clients.events.send(
        new PutEventsCommand({ Entries: [{ Source: 'kept', DetailType: 'kept', Detail }] }),
      );
      if (FailedEntryCount !== 0) throw new Error('the entry was not taken');
    },
    happened: (bench, wanted) => bench.drain('events', wanted, (body) => JSON.parse(body)),
  },
  {
    name: 'lambda: an asynchronous invocation, and its destination',
    prepare: async (bench) => {
      await bench.createFunction('marks', marking.replace('event.name', "'async-' + event.name"));
    },
    write: async (bench, n) => {
      const Payload = JSON.stringify({ name: `${n}` });
      const { StatusCode } = await bench.clients.lambda.send(
        new InvokeCommand({ FunctionName: 'marks', InvocationType: 'Event', Payload }),
      );
      if (StatusCode !== 202) throw new Error(`status ${StatusCode}`);
    },
    happened: (bench, wanted) => marked(bench, wanted, 'async-'),
  },
  {
    name: 'lambda: a message of a queue that feeds a function',
    prepare: async (bench) => {
      await bench.createFunction('feeds', marking.replace('({ body }) => body', "({ body }) => 'fed-' + body"));
      const { arn } = await bench.createQueue('feeding', { VisibilityTimeout: '5' });
      await bench.clients.lambda.send(
        new CreateEventSourceMappingCommand({ EventSourceArn: arn, FunctionName: 'feeds', BatchSize: 5 }),
      );
    },
    write: (bench, n) =>
      bench.clients.sqs.send(new SendMessageCommand({ QueueUrl: bench.queueUrl('feeding'), MessageBody: `${n}` })),
    happened: (bench, wanted) => marked(bench, wanted, 'fed-'),
  },
  {
    name: 's3: the notification of an object, to a queue',
    prepare: async (bench) => {
      const { arn } = await bench.createQueue('objects');
      const { s3 } = bench.clients;
      await s3.send(new CreateBucketCommand({ Bucket: 'notified' }));
      const NotificationConfiguration = {
        QueueConfigurations: [{ QueueArn: arn, Events: ['s3:ObjectCreated:*' as const] }],
      };
      await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: 'notified', NotificationConfiguration }));
    },
    write: (bench, n) => bench.clients.s3.send(new PutObjectCommand({ Bucket: 'notified', Key: `${n}`, Body: 'x' })),
    happened: (bench, wanted) =>
      bench.drain('objects', wanted, (body) => JSON.parse(body).Records?.[0].s3.object.key ?? 'the test message'),
  },
];

/** Messages whose deletion was acknowledged: they never come again. */
export const deletions = {
  prepare: async (bench: KillBench): Promise<void> =>
    void (await bench.createQueue('deleted', { VisibilityTimeout: '1' })),
  async write(bench: KillBench, n: number): Promise<string> {
    const QueueUrl = bench.queueUrl('deleted');
    const { sqs } = bench.clients;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `${n}` }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2 }));
    const [{ ReceiptHandle, Body } = {}] = Messages;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Body as string;
  },
  /** Whatever is still in the queue once nothing more comes. */
  left: (bench: KillBench): Promise<ReadonlySet<string>> => bench.drain('deleted', new Set(['none']), itself, 3_000),
};
