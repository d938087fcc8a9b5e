/** PurgeQueue: may be repeated at once; AWS refuses a second purge for a minute. */
import type { Operation } from '../../../gateway/operation.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';

export function purgeQueue(dependencies: SqsDependencies): Operation<QueueInput> {
  return async (input, context) => {
    await dependencies.queues.purge(requireQueue(dependencies, input, context));
  };
}
