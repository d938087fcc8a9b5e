import { expect, test } from 'vitest';
import { startSqs } from './sqs.testing.ts';

const bodies = (messages: readonly { readonly Body: string }[]): string[] => messages.map(({ Body }) => Body);

test('a message is received, hidden, received again, and deleted', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q');
  const sent = await call('SendMessage', { QueueUrl, MessageBody: 'hello' });
  expect(sent).toMatchObject({ MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592', SequenceNumber: undefined });
  const [first] = await receive(QueueUrl, { AttributeNames: ['All'] });
  expect(first).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'hello',
    MD5OfBody: sent.MD5OfMessageBody,
    Attributes: { SenderId: '000000000000', ApproximateReceiveCount: '1', SentTimestamp: String(clock.now()) },
  });
  clock.advance(29_999);
  expect(await receive(QueueUrl)).toEqual([]);
  clock.advance(1);
  const [second] = await receive(QueueUrl, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
  expect(second.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  // The older receipt no longer counts.
  await call('DeleteMessage', { QueueUrl, ReceiptHandle: first.ReceiptHandle });
  clock.advance(30_000);
  const [third] = await receive(QueueUrl);
  await call('DeleteMessage', { QueueUrl, ReceiptHandle: third.ReceiptHandle });
  await call('DeleteMessage', { QueueUrl, ReceiptHandle: third.ReceiptHandle });
  clock.advance(30_000);
  expect(await receive(QueueUrl)).toEqual([]);
});

test('delays, of the queue and of a message', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q', { DelaySeconds: '10' });
  await call('SendMessage', { QueueUrl, MessageBody: 'queue' });
  await call('SendMessage', { QueueUrl, MessageBody: 'message', DelaySeconds: 2 });
  await call('SendMessage', { QueueUrl, MessageBody: 'none', DelaySeconds: 0 });
  expect(await counts(call, QueueUrl)).toEqual({ visible: '1', inFlight: '0', delayed: '2' });
  expect(bodies(await receive(QueueUrl, { MaxNumberOfMessages: 10 }))).toEqual(['none']);
  clock.advance(2_000);
  expect(bodies(await receive(QueueUrl, { MaxNumberOfMessages: 10 }))).toEqual(['message']);
  clock.advance(8_000);
  expect(bodies(await receive(QueueUrl, { MaxNumberOfMessages: 10 }))).toEqual(['queue']);
  expect(await counts(call, QueueUrl)).toEqual({ visible: '0', inFlight: '3', delayed: '0' });
});

test('visibility can be changed while in flight only', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q');
  await call('SendMessage', { QueueUrl, MessageBody: 'a' });
  const [{ ReceiptHandle }] = (await receive(QueueUrl, { VisibilityTimeout: 5 })) as [{ ReceiptHandle: string }];
  clock.advance(4_000);
  await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 60 });
  clock.advance(59_000);
  expect(await receive(QueueUrl)).toEqual([]);
  await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
  const refused = call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 9 });
  await expect(refused).rejects.toMatchObject({
    code: 'InvalidParameterValue',
    message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
  });
  expect(bodies(await receive(QueueUrl))).toEqual(['a']);
});

test('messages that are too old are gone', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q', { MessageRetentionPeriod: '60' });
  await call('SendMessage', { QueueUrl, MessageBody: 'a' });
  clock.advance(59_999);
  await call('SendMessage', { QueueUrl, MessageBody: 'b' });
  clock.advance(1);
  expect(bodies(await receive(QueueUrl, { MaxNumberOfMessages: 10 }))).toEqual(['b']);
});

test('a message received too often becomes a dead letter, and a move task brings it back', async () => {
  const { queue, call, receive, clock } = startSqs();
  const dead = await queue('dead');
  const arn = 'arn:aws:sqs:us-east-1:000000000000:dead';
  const QueueUrl = await queue('q', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 2 }),
  });
  await call('SendMessage', {
    QueueUrl,
    MessageBody: 'poison',
    MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } },
  });
  for (let i = 0; i < 2; i++) {
    expect(bodies(await receive(QueueUrl, { VisibilityTimeout: 1 }))).toEqual(['poison']);
    clock.advance(1_000);
  }
  expect(await receive(QueueUrl)).toEqual([]);
  expect(await call('ListDeadLetterSourceQueues', { QueueUrl: dead })).toMatchObject({ queueUrls: [QueueUrl] });
  const [letter] = await receive(dead, {
    AttributeNames: ['All'],
    MessageAttributeNames: ['All'],
    VisibilityTimeout: 0,
  });
  expect(letter).toMatchObject({
    Body: 'poison',
    Attributes: { ApproximateReceiveCount: '3', DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' },
    MessageAttributes: { a: { StringValue: 'x' } },
  });
  const { TaskHandle } = await call('StartMessageMoveTask', { SourceArn: arn });
  expect(TaskHandle).toBeTruthy();
  const [back] = await receive(QueueUrl, { WaitTimeSeconds: 20 });
  expect(back.Body).toBe('poison');
  await expect
    .poll(async () => (await call('ListMessageMoveTasks', { SourceArn: arn })).Results[0])
    .toMatchObject({
      Status: 'COMPLETED',
      ApproximateNumberOfMessagesMoved: 1,
    });
});

test('a long poll ends with the first message, at its deadline, or when the client goes away', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q');
  const first = receive(QueueUrl, { WaitTimeSeconds: 20 });
  const second = receive(QueueUrl, { WaitTimeSeconds: 20 });
  await until(() => clock.pending === 2);
  await call('SendMessage', { QueueUrl, MessageBody: 'a' });
  expect(bodies(await first)).toEqual(['a']);
  clock.advance(20_000);
  expect(await second).toEqual([]);

  const gone = new AbortController();
  const abandoned = call('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }, { signal: gone.signal });
  await until(() => clock.pending === 1);
  gone.abort();
  expect(await abandoned).toEqual({ Messages: undefined });
  await call('SendMessage', { QueueUrl, MessageBody: 'b' });
  expect(bodies(await receive(QueueUrl))).toEqual(['b']);

  // Woken by the end of a delay, and by the end of an invisibility.
  await call('SendMessage', { QueueUrl, MessageBody: 'late', DelaySeconds: 3 });
  const third = receive(QueueUrl, { WaitTimeSeconds: 20 });
  await until(() => clock.pending === 1);
  clock.advance(3_000);
  expect(bodies(await third)).toEqual(['late']);
  expect(clock.pending).toBe(0);
});

test('a purge takes what was sent before it, and who waits goes on waiting', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q');
  for (const MessageBody of ['a', 'b']) await call('SendMessage', { QueueUrl, MessageBody });
  await receive(QueueUrl);
  await call('PurgeQueue', { QueueUrl });
  clock.advance(60_000);
  const waiting = receive(QueueUrl, { WaitTimeSeconds: 20 });
  await until(() => clock.pending === 1);
  await call('PurgeQueue', { QueueUrl });
  await call('SendMessage', { QueueUrl, MessageBody: 'c' });
  expect(bodies(await waiting)).toEqual(['c']);
  expect(await counts(call, QueueUrl)).toEqual({ visible: '0', inFlight: '1', delayed: '0' });
});

test('a second purge within a minute is refused, and takes nothing', async () => {
  const { queue, call, receive, clock } = startSqs();
  const [QueueUrl, other] = [await queue('q'), await queue('other')];
  const purge = (idempotencyKey?: string, url = QueueUrl) =>
    call('PurgeQueue', { QueueUrl: url }, idempotencyKey === undefined ? {} : { idempotencyKey });
  const refused = {
    code: 'PurgeQueueInProgress',
    message: 'Only one PurgeQueue operation on q is allowed every 60 seconds.',
  };
  // Two at once: the second comes while the first is on its way to disk.
  expect(await Promise.allSettled([purge(), purge()])).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: refused },
  ]);
  await call('SendMessage', { QueueUrl, MessageBody: 'kept' });
  clock.advance(59_999);
  await expect(purge()).rejects.toMatchObject(refused);
  expect(bodies(await receive(QueueUrl))).toEqual(['kept']);
  await purge(undefined, other);
  clock.advance(1);
  await purge('attempt 1');
  // The same call, made again after a crash, is no second purge.
  await call('SendMessage', { QueueUrl, MessageBody: 'kept as well' });
  await purge('attempt 1');
  expect(bodies(await receive(QueueUrl))).toEqual(['kept as well']);
  await expect(purge('attempt 2')).rejects.toMatchObject(refused);
  // A queue that is made again was never purged.
  await call('DeleteQueue', { QueueUrl });
  await queue('q');
  await purge();
});

test('a queue that is made again is empty, and a poll on a deleted one is refused', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q');
  await call('SendMessage', { QueueUrl, MessageBody: 'a' });
  await receive(QueueUrl);
  const waiting = receive(QueueUrl, { WaitTimeSeconds: 20 });
  await until(() => clock.pending === 1);
  await call('DeleteQueue', { QueueUrl });
  await expect(waiting).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
  await queue('q');
  expect(await receive(QueueUrl)).toEqual([]);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

async function counts(call: ReturnType<typeof startSqs>['call'], QueueUrl: string) {
  const { Attributes } = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  return {
    visible: Attributes.ApproximateNumberOfMessages,
    inFlight: Attributes.ApproximateNumberOfMessagesNotVisible,
    delayed: Attributes.ApproximateNumberOfMessagesDelayed,
  };
}
