/** PurgeQueue: once a minute, as at AWS. */
import type { Operation } from '../../../gateway/operation.ts';
import type { QueueRecord } from '../queue-record.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';
import { purgeQueueInProgress } from '../sqs-errors.ts';

const PAUSE_MS = 60_000;

export function purgeQueue(dependencies: SqsDependencies): Operation<QueueInput> {
  return async (input, { idempotencyKey, ...context }) => {
    const { queues, clock } = dependencies;
    const queue = requireQueue(dependencies, input, context);
    // What is kept knows of a purge that is still on its way to disk; the live queue does not.
    const { purgedMs, purgedBy, name } = queues.get(queue.record) ?? queue.record;
    if (purgedBy !== undefined && purgedBy === idempotencyKey) return queues.settled();
    if (isPausing(purgedMs, clock.now())) throw purgeQueueInProgress(name);
    await queues.purge(queue, idempotencyKey);
  };
}

/** A purge in the future was before the clock was set back. */
function isPausing(purgedMs: QueueRecord['purgedMs'], nowMs: number): boolean {
  return purgedMs !== undefined && nowMs >= purgedMs && nowMs - purgedMs < PAUSE_MS;
}
