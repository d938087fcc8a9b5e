/** What a receipt handle still allows. Only the last receive of a message counts. */
import type { MessageQueue } from './message-queue.ts';
import { decodeReceipt, type Receipt } from './receipt-handle.ts';
import { invalidValue, missingParameter, receiptHandleIsInvalid } from './sqs-errors.ts';

/** The message to delete, or none: deleting twice, or by an older receipt, succeeds without effect. @throws {ApiError} */
export function deletable(queue: MessageQueue, handle: string): readonly number[] {
  const { sequence, receiptId } = read(queue, handle);
  const entry = queue.find(sequence);
  if (!entry) return [];
  const isLast = entry.receiptId === receiptId;
  if (queue.settings.isFifo && (!isLast || entry.state !== 'inFlight')) {
    throw invalidValue(handle, 'ReceiptHandle', 'The receipt handle has expired.');
  }
  return isLast ? [sequence] : [];
}

/** The message whose visibility is to change. @throws {ApiError} */
export function inFlight(queue: MessageQueue, handle: string): number {
  const { sequence, receiptId } = read(queue, handle);
  const entry = queue.find(sequence);
  if (entry?.state === 'inFlight' && entry.receiptId === receiptId) return sequence;
  throw invalidValue(
    handle,
    'ReceiptHandle',
    'Message does not exist or is not available for visibility timeout change.',
  );
}

function read(queue: MessageQueue, handle: string): Receipt {
  if (handle === '') throw missingParameter('ReceiptHandle');
  const receipt = decodeReceipt(handle);
  if (receipt?.queueId !== queue.record.id) throw receiptHandleIsInvalid(handle);
  return receipt;
}
