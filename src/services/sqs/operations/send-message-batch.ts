/** SendMessageBatch: entries fail one by one; those that do not are on disk together. */
import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { checkBatch } from '../check-batch.ts';
import type { NewMessage } from '../message-queue.ts';
import { type MessageInput, messageSize, newMessage, sentOutput } from '../new-message.ts';
import { MAX_MESSAGE_BYTES } from '../queue-settings.ts';
import {
  type FailedEntry,
  failedEntry,
  type QueueInput,
  requireQueue,
  type SqsDependencies,
} from '../sqs-dependencies.ts';

interface Input extends QueueInput {
  readonly Entries: readonly (MessageInput & { readonly Id: string })[];
}

export function sendMessageBatch(dependencies: SqsDependencies): Operation<Input> {
  return async (input, context) => {
    const queue = requireQueue(dependencies, input, context);
    const { settings } = queue;
    checkBatch(input.Entries, 'SendMessageBatchRequestEntry');
    const accepted: { readonly id: string; readonly message: NewMessage }[] = [];
    const failed: FailedEntry[] = [];
    let bytes = 0;
    for (const entry of input.Entries) {
      try {
        bytes += messageSize(entry);
        accepted.push({ id: entry.Id, message: newMessage(entry, settings, context) });
      } catch (error) {
        failed.push(failedEntry(entry.Id, error));
      }
    }
    if (bytes > MAX_MESSAGE_BYTES) {
      throw new ApiError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`,
      );
    }
    const sent = accepted.length === 0 ? [] : await queue.send(accepted.map(({ message }) => message));
    return {
      Successful: accepted.map(({ id, message }, at) => ({
        Id: id,
        ...sentOutput(message, sent[at]!, settings.isFifo),
      })),
      Failed: failed,
    };
  };
}
