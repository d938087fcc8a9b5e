/** What the operations of the SQS API stand on. */
import { ApiError, type OperationContext } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { MessageQueue } from './message-queue.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { QueueRegistry } from './queue-registry.ts';
import { parseQueueUrl } from './queue-url.ts';
import { missingParameter, queueDoesNotExist } from './sqs-errors.ts';

export interface SqsDependencies {
  readonly queues: QueueRegistry;
  readonly moveTasks: MoveTasks;
  readonly clock: Clock;
}

export interface QueueInput {
  readonly QueueUrl: string;
}

/** @throws {ApiError} `QueueDoesNotExist`, `InvalidAddress`. */
export function requireQueue(
  { queues }: SqsDependencies,
  { QueueUrl }: QueueInput,
  context: OperationContext,
): MessageQueue {
  if (QueueUrl === '') throw missingParameter('QueueUrl');
  const queue = queues.open(parseQueueUrl(QueueUrl, context));
  if (!queue) throw queueDoesNotExist(context);
  return queue;
}

/** What an operation refused, for the entry of a batch. Bugs stay bugs. */
export function failedEntry(id: string, error: unknown): FailedEntry {
  if (!(error instanceof ApiError)) throw error;
  return { Id: id, SenderFault: error.fault === 'client', Code: error.code, Message: error.message };
}

export interface FailedEntry {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}
