import { expect, test } from 'vitest';
import type { AwsCaller, AwsRequest, CallResult } from '../../../connectors/aws-caller.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { systemIds } from '../../../runtime/ids.ts';
import { silentLogger } from '../../../runtime/logger.ts';
import { MemoryRecords } from '../../../store/memory-records.ts';
import { NotificationOutbox } from './notification-outbox.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const refusal = (code: string): CallResult => ({
  ok: false,
  code,
  message: code,
  status: 500,
  requestId: 'r',
  fault: 'server',
});
const accepted: CallResult = { ok: true, output: {}, requestId: 'r', status: 202 };

function bench(answers: CallResult[], records = new MemoryRecords()) {
  const calls: AwsRequest[] = [];
  const timers: (() => void)[] = [];
  const clock: Clock = {
    now: () => 1_000,
    after: (_delayMs, callback) => {
      timers.push(callback);
      return () => timers.splice(timers.indexOf(callback), 1);
    },
  };
  const caller: AwsCaller = {
    supports: () => true,
    call: async (request) => {
      calls.push(request);
      return answers.shift() ?? accepted;
    },
  };
  const outbox = new NotificationOutbox({ records, caller, clock, ids: systemIds, logger: silentLogger });
  const kept = () => records.collection('s3.notifications').count();
  return { outbox, calls, timers, records, kept };
}

const message = { targetArn: FUNCTION, body: '{}', groupId: 'b' };
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what was published before a crash is delivered after it', async () => {
  const first = bench([]);
  await first.outbox.publish([message]);
  expect([first.calls.length, first.kept()]).toEqual([0, 1]);
  const second = bench([], first.records);
  second.outbox.start();
  await second.outbox.stop();
  expect(second.calls).toMatchObject([{ service: 'lambda', operation: 'Invoke', params: { InvocationType: 'Event' } }]);
  expect(second.kept()).toBe(0);
});

test('a target that fails is tried again, and one that is gone is let go', async () => {
  const { outbox, calls, timers, kept } = bench([
    refusal('ServiceException'),
    accepted,
    refusal('ResourceNotFoundException'),
  ]);
  outbox.start();
  await outbox.publish([message]);
  while (timers.length === 0) await settled();
  expect([calls.length, kept()]).toEqual([1, 1]);
  timers.shift()?.();
  while (kept() > 0) await settled();
  await outbox.publish([message]);
  while (kept() > 0) await settled();
  expect([calls.length, timers.length]).toEqual([3, 0]);
});
