import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startSqs } from './sqs.testing.ts';

const FIFO = { FifoQueue: 'true' };

test('order within a group, and a group blocked while anything of it is in flight', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q.fifo', { ...FIFO, ContentBasedDeduplication: 'true' });
  for (const [MessageGroupId, MessageBody] of [
    ['a', 'a1'],
    ['b', 'b1'],
    ['a', 'a2'],
    ['b', 'b2'],
  ]) {
    await call('SendMessage', { QueueUrl, MessageBody, MessageGroupId });
  }
  const [a1] = await receive(QueueUrl, { AttributeNames: ['All'] });
  expect(a1).toMatchObject({ Body: 'a1', Attributes: { MessageGroupId: 'a' } });
  const rest = await receive(QueueUrl, { MaxNumberOfMessages: 10 });
  expect(rest.map(({ Body }) => Body)).toEqual(['b1', 'b2']);
  await call('SendMessage', { QueueUrl, MessageBody: 'a3', MessageGroupId: 'a' });
  expect(await receive(QueueUrl)).toEqual([]);
  await call('DeleteMessage', { QueueUrl, ReceiptHandle: rest[0].ReceiptHandle });
  expect(await receive(QueueUrl)).toEqual([]);
  await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle: a1.ReceiptHandle, VisibilityTimeout: 0 });
  const both = await receive(QueueUrl, { MaxNumberOfMessages: 10 });
  expect(both.map(({ Body }) => Body)).toEqual(['a1', 'a2', 'a3']);
  await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle: both[0].ReceiptHandle, VisibilityTimeout: 0 });
  expect((await receive(QueueUrl, { MaxNumberOfMessages: 10 })).filter(({ Body }) => Body.startsWith('a'))).toEqual([]);
  clock.advance(30_000);
  await expect(call('DeleteMessage', { QueueUrl, ReceiptHandle: both[0].ReceiptHandle })).rejects.toMatchObject({
    code: 'InvalidParameterValue',
    message: expect.stringContaining('The receipt handle has expired.'),
  });
});

test('duplicates of five minutes are acknowledged and dropped', async () => {
  const { queue, call, receive, clock } = startSqs();
  const QueueUrl = await queue('q.fifo', FIFO);
  const send = (MessageBody: string) =>
    call('SendMessage', { QueueUrl, MessageBody, MessageGroupId: 'g', MessageDeduplicationId: 'd' });
  const [first, same] = await Promise.all([send('one'), send('two')]);
  expect(same).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  const [message] = await receive(QueueUrl, { MaxNumberOfMessages: 10 });
  await call('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
  clock.advance(299_999);
  await send('three');
  expect(await receive(QueueUrl)).toEqual([]);
  clock.advance(1);
  const later = await send('four');
  expect(later.SequenceNumber > first.SequenceNumber).toBe(true);
  expect(await receive(QueueUrl)).toMatchObject([{ Body: 'four' }]);
});

type Action =
  | { readonly type: 'send'; readonly group: string; readonly id: number }
  | { readonly type: 'receive'; readonly limit: number }
  | { readonly type: 'delete' | 'return' | 'restart' }
  | { readonly type: 'pass'; readonly seconds: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c'), id: fc.nat(30) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('receive' as const), limit: fc.integer({ min: 1, max: 10 }) }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('delete' as const, 'return' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 20 }) }) },
);

test('whatever happens, each group is processed in order, nothing is lost, and nothing is processed twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 80 }), async (actions) => {
      const { createMemoryStore } = await import('../../store/memory-store.ts');
      const { records } = createMemoryStore();
      let sqs = startSqs({ records });
      const { clock } = sqs;
      const QueueUrl = await sqs.queue('q.fifo', { ...FIFO, VisibilityTimeout: '10' });
      const sent = new Map<string, string[]>();
      const processed = new Map<string, string[]>();
      const known = new Map<string, number>();
      let held: { Body: string; ReceiptHandle: string; untilMs: number }[] = [];
      let serial = 0;
      const settle = async (message: { Body: string; ReceiptHandle: string }): Promise<void> => {
        await sqs.call('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
        const group = message.Body.charAt(0);
        processed.set(group, [...(processed.get(group) ?? []), message.Body]);
      };
      for (const step of actions) {
        held = held.filter(({ untilMs }) => untilMs > clock.now());
        switch (step.type) {
          case 'send': {
            const Body = `${step.group}${serial++}`;
            const dedup = String(step.id);
            const isNew = !(clock.now() - (known.get(dedup) ?? Number.NEGATIVE_INFINITY) < 300_000);
            await sqs.call('SendMessage', {
              QueueUrl,
              MessageBody: Body,
              MessageGroupId: step.group,
              MessageDeduplicationId: dedup,
            });
            if (isNew) {
              known.set(dedup, clock.now());
              sent.set(step.group, [...(sent.get(step.group) ?? []), Body]);
            }
            break;
          }
          case 'receive': {
            const blocked = new Set(held.map(({ Body }) => Body.charAt(0)));
            for (const message of await sqs.receive(QueueUrl, { MaxNumberOfMessages: step.limit })) {
              expect(blocked).not.toContain(message.Body.charAt(0));
              held.push({ ...message, untilMs: clock.now() + 10_000 });
            }
            break;
          }
          case 'delete': {
            const message = held.shift();
            if (message) await settle(message);
            break;
          }
          case 'return': {
            // Everything goes back: a consumer that gives back the first and keeps the second breaks the order itself.
            for (const { ReceiptHandle } of held.splice(0)) {
              await sqs.call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
            }
            break;
          }
          case 'pass':
            clock.advance(step.seconds * 1_000);
            break;
          case 'restart':
            await sqs.service.stop();
            sqs = startSqs({ records, clock });
            break;
        }
      }
      // Then everything is worked off.
      clock.advance(10_000);
      for (let found = true; found; ) {
        const messages = await sqs.receive(QueueUrl, { MaxNumberOfMessages: 10 });
        for (const message of messages) await settle(message);
        found = messages.length > 0;
      }
      expect(Object.fromEntries(processed)).toEqual(Object.fromEntries(sent));
    }),
    { numRuns: 150 },
  );
});
