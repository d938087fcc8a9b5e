/** DeleteQueue: with all its messages. The name may be used again at once; AWS makes callers wait for a minute. */
import type { Operation } from '../../../gateway/operation.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';

export function deleteQueue(dependencies: SqsDependencies): Operation<QueueInput> {
  return async (input, context) => {
    await dependencies.queues.delete(requireQueue(dependencies, input, context).record);
  };
}
