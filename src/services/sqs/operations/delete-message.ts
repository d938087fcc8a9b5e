/** DeleteMessage: for good. What is gone already is no error. */
import type { Operation } from '../../../gateway/operation.ts';
import { deletable } from '../receipts.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';

interface Input extends QueueInput {
  readonly ReceiptHandle: string;
}

export function deleteMessage(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const queue = requireQueue(dependencies, input, context);
    await queue.delete(deletable(queue, input.ReceiptHandle));
  };
}
