/** TagQueue. */
import type { Operation } from '../../../gateway/operation.ts';
import { checkTags } from '../queue-tags.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';

interface Input extends QueueInput {
  readonly Tags: Readonly<Record<string, string>>;
}

export function tagQueue(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const { record } = requireQueue(dependencies, input, context);
    const tags = { ...record.tags, ...input.Tags };
    checkTags(tags);
    await dependencies.queues.save({ ...record, tags });
  };
}
