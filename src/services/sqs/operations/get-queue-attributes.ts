/** GetQueueAttributes: those that were asked for, by name or all. */
import type { Operation } from '../../../gateway/operation.ts';
import type { MessageQueue } from '../message-queue.ts';
import { queueArn } from '../queue-record.ts';
import { ATTRIBUTE_DEFAULTS, FIFO_DEFAULTS } from '../queue-settings.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';
import { unknownAttribute } from '../sqs-errors.ts';

interface Input extends QueueInput {
  readonly AttributeNames?: readonly string[];
}

const OPTIONAL = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  ...Object.keys(FIFO_DEFAULTS),
];

export function getQueueAttributes(dependencies: SqsDependencies): Operation<Input> {
  return (input, context) => {
    const queue = requireQueue(dependencies, input, context);
    const { AttributeNames: names = [] } = input;
    const all = allAttributes(queue);
    for (const name of names) {
      if (name !== 'All' && !Object.hasOwn(all, name) && !OPTIONAL.includes(name)) throw unknownAttribute(name);
    }
    const chosen = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
    return { Attributes: chosen.length === 0 ? undefined : Object.fromEntries(chosen) };
  };
}

function allAttributes(queue: MessageQueue): Record<string, string> {
  const { record, settings } = queue;
  const counts = queue.counts();
  return {
    ...ATTRIBUTE_DEFAULTS,
    ...(settings.isFifo ? FIFO_DEFAULTS : {}),
    ...(record.attributes['KmsMasterKeyId']
      ? { KmsDataKeyReusePeriodSeconds: '300', SqsManagedSseEnabled: 'false' }
      : {}),
    ...record.attributes,
    QueueArn: queueArn(record),
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(Math.floor(record.createdMs / 1_000)),
    LastModifiedTimestamp: String(Math.floor(record.modifiedMs / 1_000)),
  };
}
