/** ChangeMessageVisibility: from now on; zero gives the message back. */
import type { Operation } from '../../../gateway/operation.ts';
import { inFlight } from '../receipts.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';
import { checkVisibilityTimeout } from '../visibility-timeout.ts';

interface Input extends QueueInput {
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout: number;
}

export function changeMessageVisibility(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const queue = requireQueue(dependencies, input, context);
    checkVisibilityTimeout(input.VisibilityTimeout);
    const sequence = inFlight(queue, input.ReceiptHandle);
    await queue.changeVisibility([{ sequence, visibilityMs: input.VisibilityTimeout * 1_000 }]);
  };
}
