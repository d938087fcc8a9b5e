/**
 * A queue that is in use: its messages on disk, its index in memory.
 *
 * M1 A send resolves once its messages are on disk, and only then can they be received. M2 A receive resolves once it is on disk that the messages are in
 * flight: receipts outlive a restart. M3 A message leaves the disk when it is deleted, purged, too old, or, in the same transaction, in
 * the dead-letter queue. M4 If a write fails, the index no longer tells the truth: the queue is read from disk again.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { RecordChange, Records } from '../../store/records.ts';
import { Duplicates } from './duplicates.ts';
import { type Entry, entryOf, recordOf } from './entry.ts';
import { MessageIndex } from './message-index.ts';
import {
  DUPLICATES,
  ENTRIES,
  type EntryRecord,
  MESSAGES,
  type MessageRecord,
  messageKey,
  sequenceOf,
} from './message-record.ts';
import type { QueueRecord } from './queue-record.ts';
import { queueArn } from './queue-record.ts';
import { type QueueSettings, settingsOf } from './queue-settings.ts';

export interface MessageQueueOptions {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The live queue of an ARN, if there is one. */
  findQueue(arn: string): MessageQueue | undefined;
  /** The index is wrong: make a new one when the queue is next used. */
  discard(queue: MessageQueue): void;
}

export interface NewMessage extends Omit<MessageRecord, 'messageId'> {
  readonly delayMs: number;
}

export interface Sent {
  readonly messageId: string;
  readonly sequence: number;
}

export interface Received {
  readonly entry: Readonly<Entry>;
  readonly message: MessageRecord;
}

const PAGE = 1_000;
/** Sequence numbers follow the time, so that those of a restarted server go on from the last. */
const SEQUENCES_PER_MS = 1_000;

export class MessageQueue {
  readonly #options: MessageQueueOptions;
  readonly #index: MessageIndex;
  readonly #duplicates: Duplicates | undefined;
  #record: QueueRecord;
  #settings: QueueSettings;
  #lastSequence: number;
  #isClosed = false;

  constructor(record: QueueRecord, options: MessageQueueOptions) {
    this.#options = options;
    this.#record = record;
    this.#settings = settingsOf(record.attributes);
    this.#index = new MessageIndex(this.#settings.isFifo);
    this.#duplicates = this.#settings.isFifo ? new Duplicates(record.id, options.records, DUPLICATES) : undefined;
    this.#lastSequence = Math.max(record.purgedThrough, this.#duplicates?.lastSequence ?? 0);
    this.#load();
  }

  get record(): QueueRecord {
    return this.#record;
  }

  get settings(): QueueSettings {
    return this.#settings;
  }

  /** Deleted, or to be read again. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** With what was set on it since. */
  update(record: QueueRecord): void {
    this.#record = record;
    this.#settings = settingsOf(record.attributes);
  }

  close(): void {
    this.#isClosed = true;
    this.#index.wakeAll();
  }

  counts(): MessageIndex['counts'] {
    const nowMs = this.#options.clock.now();
    this.#index.settle(nowMs);
    this.#dropExpired(nowMs);
    return this.#index.counts;
  }

  /** In one transaction. A duplicate is answered with what was sent first. */
  async send(messages: readonly NewMessage[]): Promise<Sent[]> {
    const nowMs = this.#options.clock.now();
    const changes: RecordChange[] = [];
    const added: Entry[] = [];
    const sent = messages.map((message) => {
      const scope = this.#scopeOf(message);
      const first = scope === undefined ? undefined : this.#duplicates?.find(scope, nowMs);
      if (first) return first;
      const messageId = this.#options.ids.uuid();
      const { delayMs, ...content } = message;
      const entry = this.#newEntry(nowMs, nowMs + delayMs, message.groupId);
      added.push(entry);
      changes.push(...this.#puts(entry, { ...content, messageId }));
      const { sequence } = entry;
      if (scope !== undefined && this.#duplicates) {
        changes.push(this.#duplicates.add(scope, { sequence, messageId, sentMs: nowMs }));
      }
      return { messageId, sequence };
    });
    if (this.#duplicates) changes.push(...this.#duplicates.expire(nowMs));
    // Even if nothing is new: the first of two duplicates may still be on its way to disk.
    await this.#write(changes);
    for (const entry of added) this.admit(entry);
    return sent.map(({ messageId, sequence }) => ({ messageId, sequence }));
  }

  /** Up to `limit` messages, in flight for `visibilityMs`. */
  async receive(limit: number, visibilityMs: number): Promise<Received[]> {
    const nowMs = this.#options.clock.now();
    this.#index.settle(nowMs);
    this.#dropExpired(nowMs);
    const changes: RecordChange[] = [];
    const moved: (() => void)[] = [];
    const entries = this.#index.choose(limit, (entry) => this.#mayDeliver(entry, nowMs, changes, moved));
    const messages = this.#options.records.collection<MessageRecord>(MESSAGES);
    const received: Received[] = [];
    for (const entry of entries) {
      const message = messages.get(this.#key(entry));
      if (!message) throw new Error(`The message ${this.#key(entry)} has lost its content`);
      this.#index.take(entry, this.#options.ids.uuid().slice(0, 13), nowMs, nowMs + visibilityMs);
      changes.push(this.#putEntry(entry));
      received.push({ entry: { ...entry }, message });
    }
    if (received.length > 0 && this.#index.counts.visible > 0) this.#index.wakeOne();
    if (changes.length > 0) await this.#write(changes);
    for (const admit of moved) admit();
    return received;
  }

  find(sequence: number): Readonly<Entry> | undefined {
    this.#index.settle(this.#options.clock.now());
    return this.#index.get(sequence);
  }

  async delete(sequences: readonly number[]): Promise<void> {
    const entries = sequences.flatMap((sequence) => this.#index.get(sequence) ?? []);
    for (const entry of entries) this.#index.remove(entry);
    await this.#write(entries.flatMap((entry) => this.#deletes(entry)));
  }

  /** Of messages in flight. */
  async changeVisibility(
    changes: readonly { readonly sequence: number; readonly visibilityMs: number }[],
  ): Promise<void> {
    const nowMs = this.#options.clock.now();
    const written: RecordChange[] = [];
    for (const { sequence, visibilityMs } of changes) {
      const entry = this.#index.get(sequence);
      if (entry?.state !== 'inFlight') continue;
      this.#index.postpone(entry, nowMs + visibilityMs);
      written.push(this.#putEntry(entry));
    }
    await this.#write(written);
    this.#index.settle(this.#options.clock.now());
  }

  /** Calls `wake` once, when there may be a message. Returns how to stop waiting. */
  wait(wake: () => void): () => void {
    return this.#index.wait(wake);
  }

  /** Whoever was woken and does not receive passes it on. */
  wakeNext(): void {
    this.#index.wakeOne();
  }

  wakeAll(): void {
    this.#index.wakeAll();
  }

  get wakeUps(): number {
    return this.#index.wakeUps;
  }

  nextDueMs(): number | undefined {
    return this.#index.nextDueMs();
  }

  /** The last number given: what was sent until now. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** Takes every message away into `target`, a few at a time, in their order. Returns how many. */
  async moveTo(target: (message: MessageRecord) => MessageQueue | undefined, limit: number): Promise<number> {
    const nowMs = this.#options.clock.now();
    this.#index.settle(nowMs);
    const changes: RecordChange[] = [];
    const moved: (() => void)[] = [];
    const messages = this.#options.records.collection<MessageRecord>(MESSAGES);
    let count = 0;
    for (const entry of this.#index.choose(limit, () => true)) {
      const message = messages.get(this.#key(entry))!;
      const queue = target(message);
      if (queue) {
        const { deadLetterSource: _source, receivesBefore: _receives, ...content } = message;
        moved.push(queue.#accept(content, nowMs, changes));
        changes.push(...this.#deletes(entry));
        this.#index.remove(entry);
        count++;
      } else {
        // It has nowhere to go: out of the way for a while.
        this.#index.take(entry, 'unmovable', nowMs, nowMs + this.#settings.visibilityTimeoutMs);
      }
    }
    await this.#write(changes);
    for (const admit of moved) admit();
    return count;
  }

  /** Puts a message that is on disk before those who receive. */
  admit(entry: Entry): void {
    if (this.#isClosed || entry.sequence <= this.#record.purgedThrough) return;
    // It waited for the disk: a short delay may be over.
    if (entry.state === 'delayed' && entry.availableMs <= this.#options.clock.now()) entry.state = 'visible';
    this.#index.add(entry);
  }

  #mayDeliver(entry: Entry, nowMs: number, changes: RecordChange[], moved: (() => void)[]): boolean {
    if (this.#isExpired(entry, nowMs)) {
      changes.push(...this.#deletes(entry));
      return false;
    }
    const { redrive, isFifo } = this.#settings;
    if (!redrive || entry.receives < redrive.maxReceiveCount) return true;
    const target = this.#options.findQueue(redrive.deadLetterTargetArn);
    if (!target || target === this) return true;
    const message = this.#options.records.collection<MessageRecord>(MESSAGES).get(this.#key(entry))!;
    const letter: MessageRecord = {
      ...message,
      deadLetterSource: queueArn(this.#record),
      receivesBefore: (message.receivesBefore ?? 0) + entry.receives,
    };
    // Of a standard queue the age counts on; of a FIFO queue it begins anew.
    moved.push(target.#accept(letter, isFifo ? nowMs : entry.sentMs, changes));
    changes.push(...this.#deletes(entry));
    return false;
  }

  /** A message of another queue, in that queue's transaction. Call what is returned when it is on disk. */
  #accept(message: MessageRecord, sentMs: number, changes: RecordChange[]): () => void {
    const entry = this.#newEntry(sentMs, this.#options.clock.now(), message.groupId);
    changes.push(...this.#puts(entry, message));
    return () => this.admit(entry);
  }

  #newEntry(sentMs: number, availableMs: number, groupId: string | undefined): Entry {
    const nowMs = this.#options.clock.now();
    this.#lastSequence = Math.max(this.#lastSequence + 1, nowMs * SEQUENCES_PER_MS);
    const record: EntryRecord = { sentMs, availableMs, receives: 0, ...(groupId === undefined ? {} : { groupId }) };
    return entryOf(this.#lastSequence, record, nowMs);
  }

  #scopeOf({ groupId = '', deduplicationId }: NewMessage): string | undefined {
    if (!this.#duplicates || deduplicationId === undefined) return undefined;
    return this.#settings.isGroupScoped ? `${groupId} ${deduplicationId}` : deduplicationId;
  }

  #isExpired({ sentMs }: Entry, nowMs: number): boolean {
    return nowMs - sentMs >= this.#settings.retentionMs;
  }

  /** Nobody waits for it: what is not removed now is found too old again. */
  #dropExpired(nowMs: number): void {
    const changes: RecordChange[] = [];
    for (let oldest = this.#index.oldest(); oldest && this.#isExpired(oldest, nowMs); oldest = this.#index.oldest()) {
      this.#index.remove(oldest);
      changes.push(...this.#deletes(oldest));
    }
    if (changes.length > 0) this.#write(changes).catch(() => {});
  }

  #load(): void {
    const { records, clock } = this.#options;
    const entries = records.collection<EntryRecord>(ENTRIES);
    const nowMs = clock.now();
    const prefix = `${this.#record.id}/`;
    for (let after = messageKey(this.#record.id, this.#record.purgedThrough); ; ) {
      const page = entries.list({ prefix, after, limit: PAGE });
      for (const { key, value } of page) this.#index.add(entryOf(sequenceOf(key), value, nowMs));
      const last = page.at(-1);
      if (last) this.#lastSequence = Math.max(this.#lastSequence, sequenceOf(last.key));
      if (!last || page.length < PAGE) return;
      after = last.key;
    }
  }

  async #write(changes: readonly RecordChange[]): Promise<void> {
    try {
      await this.#options.records.write(changes);
    } catch (error) {
      this.#options.discard(this);
      throw error;
    }
  }

  #key(entry: Entry): string {
    return messageKey(this.#record.id, entry.sequence);
  }

  #putEntry(entry: Entry): RecordChange {
    return { type: 'put', collection: ENTRIES, key: this.#key(entry), value: recordOf(entry) };
  }

  #puts(entry: Entry, message: MessageRecord): RecordChange[] {
    return [{ type: 'put', collection: MESSAGES, key: this.#key(entry), value: message }, this.#putEntry(entry)];
  }

  #deletes(entry: Entry): RecordChange[] {
    const key = this.#key(entry);
    return [
      { type: 'delete', collection: MESSAGES, key },
      { type: 'delete', collection: ENTRIES, key },
    ];
  }
}
