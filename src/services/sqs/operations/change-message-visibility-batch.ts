/** ChangeMessageVisibilityBatch. */
import type { Operation } from '../../../gateway/operation.ts';
import { checkBatch } from '../check-batch.ts';
import { inFlight } from '../receipts.ts';
import {
  type FailedEntry,
  failedEntry,
  type QueueInput,
  requireQueue,
  type SqsDependencies,
} from '../sqs-dependencies.ts';
import { checkVisibilityTimeout } from '../visibility-timeout.ts';

interface Input extends QueueInput {
  readonly Entries: readonly {
    readonly Id: string;
    readonly ReceiptHandle: string;
    readonly VisibilityTimeout?: number;
  }[];
}

export function changeMessageVisibilityBatch(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const queue = requireQueue(dependencies, input, context);
    checkBatch(input.Entries, 'ChangeMessageVisibilityBatchRequestEntry');
    const changes: { id: string; sequence: number; visibilityMs: number }[] = [];
    const failed: FailedEntry[] = [];
    for (const { Id, ReceiptHandle, VisibilityTimeout = 0 } of input.Entries) {
      try {
        checkVisibilityTimeout(VisibilityTimeout);
        changes.push({ id: Id, sequence: inFlight(queue, ReceiptHandle), visibilityMs: VisibilityTimeout * 1_000 });
      } catch (error) {
        failed.push(failedEntry(Id, error));
      }
    }
    await queue.changeVisibility(changes);
    return { Successful: changes.map(({ id }) => ({ Id: id })), Failed: failed };
  };
}
