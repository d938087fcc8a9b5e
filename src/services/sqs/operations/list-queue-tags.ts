/** ListQueueTags. */
import type { Operation } from '../../../gateway/operation.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';

export function listQueueTags(dependencies: SqsDependencies): Operation<QueueInput> {
  return (input, context) => {
    const { tags } = requireQueue(dependencies, input, context).record;
    return { Tags: Object.keys(tags).length === 0 ? undefined : tags };
  };
}
