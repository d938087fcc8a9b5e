/** A message in a queue's index: everything about it but its content. */
import type { EntryRecord } from './message-record.ts';

export interface Entry {
  readonly sequence: number;
  readonly sentMs: number;
  readonly groupId: string | undefined;
  state: 'visible' | 'delayed' | 'inFlight' | 'gone';
  availableMs: number;
  receives: number;
  firstReceivedMs: number | undefined;
  receiptId: string | undefined;
}

export function entryOf(sequence: number, record: EntryRecord, nowMs: number): Entry {
  const isHidden = record.availableMs > nowMs;
  return {
    sequence,
    sentMs: record.sentMs,
    groupId: record.groupId,
    state: isHidden ? (record.receiptId === undefined ? 'delayed' : 'inFlight') : 'visible',
    availableMs: record.availableMs,
    receives: record.receives,
    firstReceivedMs: record.firstReceivedMs,
    receiptId: record.receiptId,
  };
}

export function recordOf({ sentMs, availableMs, receives, firstReceivedMs, receiptId, groupId }: Entry): EntryRecord {
  return { sentMs, availableMs, receives, firstReceivedMs, receiptId, groupId };
}
