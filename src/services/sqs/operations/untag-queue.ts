/** UntagQueue: tags that are not there are no error. */
import type { Operation } from '../../../gateway/operation.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';

interface Input extends QueueInput {
  readonly TagKeys: readonly string[];
}

export function untagQueue(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const { record } = requireQueue(dependencies, input, context);
    const kept = Object.entries(record.tags).filter(([key]) => !input.TagKeys.includes(key));
    await dependencies.queues.save({ ...record, tags: Object.fromEntries(kept) });
  };
}
