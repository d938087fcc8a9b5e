/**
 * What a FIFO queue, or topic, was sent in the last five minutes. A message with the same deduplication id is acknowledged as the first one was, and is not
 * delivered again, whether or not the first one is still there.
 */
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { type DuplicateRecord, messageKey, sequenceOf } from './message-record.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html */
export const DEDUPLICATION_MS = 5 * 60 * 1_000;
const PAGE = 1_000;

export interface FirstSend {
  readonly sequence: number;
  readonly messageId: string;
  readonly sentMs: number;
}

export class Duplicates {
  readonly #ownerId: string;
  readonly #name: string;
  readonly #collection: RecordCollection<DuplicateRecord>;
  /** In the order of sending, so that what is too old is at the front. */
  readonly #first = new Map<string, FirstSend>();

  constructor(ownerId: string, records: Records, collection: string) {
    this.#ownerId = ownerId;
    this.#name = collection;
    this.#collection = records.collection(collection);
    const prefix = `${ownerId}/`;
    for (let after: string | undefined; ; ) {
      const page = this.#collection.list({ prefix, limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const { key, value } of page) {
        this.#first.set(value.scope, { sequence: sequenceOf(key), messageId: value.messageId, sentMs: value.sentMs });
      }
      if (page.length < PAGE) break;
      after = page.at(-1)!.key;
    }
  }

  get lastSequence(): number {
    return [...this.#first.values()].at(-1)?.sequence ?? 0;
  }

  find(scope: string, nowMs: number): FirstSend | undefined {
    const first = this.#first.get(scope);
    return first && nowMs - first.sentMs < DEDUPLICATION_MS ? first : undefined;
  }

  /** Known at once; durable with the message. */
  add(scope: string, first: FirstSend): RecordChange {
    this.#first.delete(scope);
    this.#first.set(scope, first);
    const value: DuplicateRecord = { scope, messageId: first.messageId, sentMs: first.sentMs };
    return { type: 'put', collection: this.#name, key: messageKey(this.#ownerId, first.sequence), value };
  }

  /** Forgets what is too old. */
  expire(nowMs: number): RecordChange[] {
    const changes: RecordChange[] = [];
    for (const [scope, { sequence, sentMs }] of this.#first) {
      if (nowMs - sentMs < DEDUPLICATION_MS) break;
      this.#first.delete(scope);
      changes.push({ type: 'delete', collection: this.#name, key: messageKey(this.#ownerId, sequence) });
    }
    return changes;
  }
}
