/** DeleteMessageBatch. */
import type { Operation } from '../../../gateway/operation.ts';
import { checkBatch } from '../check-batch.ts';
import { deletable } from '../receipts.ts';
import {
  type FailedEntry,
  failedEntry,
  type QueueInput,
  requireQueue,
  type SqsDependencies,
} from '../sqs-dependencies.ts';

interface Input extends QueueInput {
  readonly Entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
}

export function deleteMessageBatch(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const queue = requireQueue(dependencies, input, context);
    checkBatch(input.Entries, 'DeleteMessageBatchRequestEntry');
    const ids: string[] = [];
    const sequences: number[] = [];
    const failed: FailedEntry[] = [];
    for (const { Id, ReceiptHandle } of input.Entries) {
      try {
        sequences.push(...deletable(queue, ReceiptHandle));
        ids.push(Id);
      } catch (error) {
        failed.push(failedEntry(Id, error));
      }
    }
    await queue.delete([...new Set(sequences)]);
    return { Successful: ids.map((Id) => ({ Id })), Failed: failed };
  };
}
