/**
 * A message on disk, in two records of the same key (queue, sequence): what never changes and may be large, and the little that changes with
 * each receive. A queue's index is built from the small ones alone.
 */
export interface MessageRecord {
  readonly messageId: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly senderId: string;
  readonly attributes?: Readonly<Record<string, StoredAttribute>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly traceHeader?: string;
  /** ARN of the queue that gave the message up. */
  readonly deadLetterSource?: string;
  /** How often it was received there. */
  readonly receivesBefore?: number;
}

export interface StoredAttribute {
  readonly type: string;
  readonly text?: string;
  /** Base64. */
  readonly binary?: string;
}

export interface EntryRecord {
  readonly sentMs: number;
  /** When it may be received: later than now while delayed or in flight. */
  readonly availableMs: number;
  readonly receives: number;
  readonly firstReceivedMs?: number;
  /** Of the last receive; absent while nobody has it. */
  readonly receiptId?: string;
  readonly groupId?: string;
}

export interface DuplicateRecord {
  readonly scope: string;
  readonly messageId: string;
  readonly sentMs: number;
}

export const MESSAGES = 'sqs.messages';
export const ENTRIES = 'sqs.entries';
export const DUPLICATES = 'sqs.deduplication';

const SEQUENCE_DIGITS = 16;

export const messageKey = (queueId: string, sequence: number): string =>
  `${queueId}/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;

export const sequenceOf = (key: string): number => Number(key.slice(-SEQUENCE_DIGITS));

/** Twenty digits, as AWS has them. */
export const sequenceNumber = (sequence: number): string => `1${String(sequence).padStart(19, '0')}`;
