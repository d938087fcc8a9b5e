/**
 * All queues. Those that are used have their index in memory; the rest are records.
 *
 * R1 A queue that is deleted or purged is so at once; its messages leave the disk in the background, or after the next start.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { MessageQueue } from './message-queue.ts';
import { DUPLICATES, ENTRIES, MESSAGES, messageKey } from './message-record.ts';
import { parseQueueArn, QUEUES, type QueueName, type QueueRecord, queueKey } from './queue-record.ts';

export interface QueueRegistryOptions {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

const SWEEP_PAGE = 500;
const LAST = '\u{10FFFF}';

export class QueueRegistry {
  readonly #options: QueueRegistryOptions;
  readonly #queues: RecordCollection<QueueRecord>;
  readonly #live = new Map<string, MessageQueue>();
  readonly #sweeps = new Set<Promise<void>>();
  #isStopping = false;

  constructor(options: QueueRegistryOptions) {
    this.#options = options;
    this.#queues = options.records.collection(QUEUES);
  }

  get(name: QueueName): QueueRecord | undefined {
    return this.#queues.get(queueKey(name));
  }

  /** The queue with its messages. */
  open(name: QueueName): MessageQueue | undefined {
    const key = queueKey(name);
    const live = this.#live.get(key);
    if (live) return live;
    const record = this.#queues.get(key);
    if (!record) return undefined;
    const { records, clock, ids } = this.#options;
    const queue = new MessageQueue(record, {
      records,
      clock,
      ids,
      findQueue: (arn) => this.openArn(arn),
      discard: (broken) => this.#discard(broken),
    });
    this.#live.set(key, queue);
    return queue;
  }

  openArn(arn: string): MessageQueue | undefined {
    const name = parseQueueArn(arn);
    return name && this.open(name);
  }

  async create(
    name: QueueName,
    attributes: QueueRecord['attributes'],
    tags: QueueRecord['tags'],
  ): Promise<QueueRecord> {
    const nowMs = this.#options.clock.now();
    const id = this.#options.ids.uuid();
    const record = { ...name, id, attributes, tags, createdMs: nowMs, modifiedMs: nowMs, purgedThrough: 0 };
    await this.#queues.put(queueKey(name), record);
    return record;
  }

  /** Resolves when what was written so far is on disk. */
  settled(): Promise<void> {
    return this.#options.records.write([]);
  }

  async save(record: QueueRecord): Promise<void> {
    this.#live.get(queueKey(record))?.update(record);
    await this.#queues.put(queueKey(record), record);
  }

  async delete(record: QueueRecord): Promise<void> {
    const key = queueKey(record);
    this.#live.get(key)?.close();
    this.#live.delete(key);
    await this.#queues.delete(key);
    this.#sweep(record.id);
  }

  async purge(queue: MessageQueue, purgedBy: string | undefined): Promise<void> {
    const { purgedBy: _before, ...kept } = queue.record;
    const record: QueueRecord = {
      ...kept,
      purgedThrough: queue.lastSequence,
      purgedMs: this.#options.clock.now(),
      ...(purgedBy === undefined ? {} : { purgedBy }),
    };
    const key = queueKey(record);
    await this.#queues.put(key, record);
    queue.update(record);
    // Who waits for messages goes on waiting, at the new index.
    if (this.#live.get(key) === queue) this.#live.delete(key);
    queue.close();
    this.#sweep(record.id, messageKey(record.id, record.purgedThrough));
  }

  /** In the order of their names, those that start with `prefix`, after `after`. */
  list({ account, region }: Omit<QueueName, 'name'>, prefix: string, after: string | undefined, limit: number) {
    const scope = `${account}/${region}/`;
    const page = this.#queues.list({
      prefix: scope + prefix,
      limit,
      ...(after === undefined ? {} : { after: scope + after }),
    });
    return page.map(({ value }) => value);
  }

  /** Removes what queues left that no longer exist. */
  start(): void {
    const ids = new Map(this.#queues.list().map(({ value }) => [value.id, value]));
    for (const collection of [ENTRIES, DUPLICATES]) {
      const all = this.#options.records.collection(collection);
      for (let after = ''; ; ) {
        const [found] = all.list({ after, limit: 1 });
        if (!found) break;
        const id = found.key.slice(0, found.key.indexOf('/'));
        const queue = ids.get(id);
        if (!queue) this.#sweep(id);
        else if (collection === ENTRIES && queue.purgedThrough > 0)
          this.#sweep(id, messageKey(id, queue.purgedThrough));
        after = `${id}/${LAST}`;
      }
    }
  }

  /** Sends away whoever waits for messages, and lets nobody wait any more. */
  release(): void {
    this.#isStopping = true;
    for (const queue of this.#live.values()) queue.wakeAll();
  }

  async stop(): Promise<void> {
    this.release();
    await Promise.all(this.#sweeps);
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  #discard(queue: MessageQueue): void {
    const key = queueKey(queue.record);
    if (this.#live.get(key) === queue) this.#live.delete(key);
    queue.close();
  }

  /** Removes messages of a queue, all or those up to a key. */
  #sweep(queueId: string, through?: string): void {
    const sweep = this.#sweepAll(queueId, through)
      .catch((error: unknown) => this.#options.logger.warn('Messages could not be removed', { queueId, error }))
      .finally(() => this.#sweeps.delete(sweep));
    this.#sweeps.add(sweep);
  }

  async #sweepAll(queueId: string, through: string | undefined): Promise<void> {
    const { records } = this.#options;
    const prefix = `${queueId}/`;
    const collections = through === undefined ? [ENTRIES, DUPLICATES] : [ENTRIES];
    for (const collection of collections) {
      while (!this.#isStopping) {
        const page = records.collection(collection).list({ prefix, limit: SWEEP_PAGE });
        const keys = page.map(({ key }) => key).filter((key) => through === undefined || key <= through);
        if (keys.length === 0) break;
        const names = collection === ENTRIES ? [ENTRIES, MESSAGES] : [collection];
        const changes = keys.flatMap((key) =>
          names.map((name): RecordChange => ({ type: 'delete', collection: name, key })),
        );
        await records.write(changes);
      }
    }
  }
}
