/** SendMessage. */
import type { Operation } from '../../../gateway/operation.ts';
import { type MessageInput, newMessage, sentOutput } from '../new-message.ts';
import { type QueueInput, requireQueue, type SqsDependencies } from '../sqs-dependencies.ts';

export function sendMessage(dependencies: SqsDependencies): Operation<QueueInput & MessageInput> {
  return async (input, context) => {
    const queue = requireQueue(dependencies, input, context);
    const message = newMessage(input, queue.settings, context);
    const [sent] = await queue.send([message]);
    return sentOutput(message, sent!, queue.settings.isFifo);
  };
}
