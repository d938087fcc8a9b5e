/** SetQueueAttributes: takes effect at once for what happens next; a message keeps the delay with which it was sent. */
import type { Operation } from '../../../gateway/operation.ts';
import { checkAttributes, mergedAttributes } from '../queue-attributes.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';
import { invalidAttributeValue } from '../sqs-errors.ts';

interface Input extends QueueInput {
  readonly Attributes: Readonly<Record<string, string>>;
}

/** Those that an empty value takes away. */
const REMOVABLE = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId'];

export function setQueueAttributes(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const { queues, clock } = dependencies;
    const { record, settings } = requireQueue(dependencies, input, context);
    const { isFifo } = settings;
    const { FifoQueue: type, ...changes } = input.Attributes;
    if (type !== undefined && type !== String(isFifo)) {
      throw invalidAttributeValue('FifoQueue', 'Modifying queue type is not supported.');
    }
    const toCheck = Object.entries(changes).filter(([name, value]) => value !== '' || !REMOVABLE.includes(name));
    checkAttributes(Object.fromEntries(toCheck), { queue: record, isFifo, findQueue: (name) => queues.get(name) });
    const attributes = mergedAttributes(record.attributes, changes);
    await queues.save({ ...record, attributes, modifiedMs: clock.now() });
  };
}
