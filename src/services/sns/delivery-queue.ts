/**
 * What was published and is not delivered yet.
 *
 * Q1 A publication and its deliveries are on disk before the publisher is answered; a delivery leaves the disk when it succeeded or was given up, and the
 * publication with its last delivery. So deliveries happen at least once, whatever crashes. Q2 Memory holds the keys of what waits, never the
 * messages. Q3 So many at most are under way at once, and of each lane one.
 */
import { Queue } from '../../functions/queue.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { DELIVERIES, type DeliveryRecord, PUBLICATIONS, type PublicationRecord } from './sns-records.ts';

/** What came of an attempt. */
export type Attempt = { readonly type: 'Done' } | { readonly type: 'Retry'; readonly delayMs: number };

export interface DeliveryQueueOptions {
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tries once. What it throws is a bug: the delivery is tried again later. */
  deliver(publication: PublicationRecord, delivery: DeliveryRecord): Promise<Attempt>;
  readonly maxRunning?: number;
}

const PAGE = 1_000;
const AFTER_BUG_MS = 20_000;

interface Waiting {
  readonly publicationKey: string;
  readonly key: string;
  readonly lane: string | undefined;
}

export class DeliveryQueue {
  readonly #options: DeliveryQueueOptions;
  readonly #publications: RecordCollection<PublicationRecord>;
  readonly #deliveries: RecordCollection<DeliveryRecord>;
  readonly #ready = new Queue<Waiting>();
  readonly #timers = new Set<() => void>();
  /** Lanes with a delivery under way or waiting for its next attempt, and what waits behind it. */
  readonly #lanes = new Map<string, Queue<Waiting>>();
  /** Deliveries left of each publication. */
  readonly #left = new Map<string, number>();
  readonly #runs = new Set<Promise<void>>();
  #isStopping = false;
  #number = 0;

  constructor(options: DeliveryQueueOptions) {
    this.#options = options;
    this.#publications = options.records.collection(PUBLICATIONS);
    this.#deliveries = options.records.collection(DELIVERIES);
  }

  /** Takes up what an earlier run left. */
  start(): void {
    for (let after = ''; ; ) {
      const page = this.#deliveries.list({ after, limit: PAGE });
      for (const { key, value } of page) this.#add(key, value);
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = last.key;
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    await Promise.all(this.#runs);
  }

  /** How many deliveries are outstanding. */
  get size(): number {
    let size = 0;
    for (const left of this.#left.values()) size += left;
    return size;
  }

  /**
   * The changes that make a publication with its deliveries durable, together with whatever else belongs to it; call `begin` once they are. Deliveries of
   * one lane go in the order in which they were prepared.
   */
  prepare(
    publication: PublicationRecord,
    targets: readonly { readonly subscriptionArn: string; readonly lane?: string }[],
  ): { readonly changes: readonly RecordChange[]; begin(): void } {
    if (targets.length === 0) return { changes: [], begin: () => {} };
    const publicationKey = `${String(publication.publishedMs).padStart(15, '0')}-${String(this.#number++).padStart(9, '0')}-${publication.messageId}`;
    const deliveries = targets.map((target) => ({
      key: `${publicationKey}/${target.subscriptionArn.slice(target.subscriptionArn.lastIndexOf(':') + 1)}`,
      value: { ...target, attempts: 0, dueMs: publication.publishedMs } satisfies DeliveryRecord,
    }));
    return {
      changes: [
        { type: 'put', collection: PUBLICATIONS, key: publicationKey, value: publication },
        ...deliveries.map(({ key, value }): RecordChange => ({ type: 'put', collection: DELIVERIES, key, value })),
      ],
      begin: () => {
        for (const { key, value } of deliveries) this.#add(key, value);
      },
    };
  }

  #add(key: string, { lane, dueMs }: DeliveryRecord): void {
    const publicationKey = key.slice(0, key.indexOf('/'));
    this.#left.set(publicationKey, (this.#left.get(publicationKey) ?? 0) + 1);
    const waiting = { publicationKey, key, lane };
    if (lane !== undefined) {
      const behind = this.#lanes.get(lane);
      if (behind) {
        behind.push(waiting);
        return;
      }
      this.#lanes.set(lane, new Queue());
    }
    this.#schedule(waiting, dueMs);
  }

  #schedule(waiting: Waiting, dueMs: number): void {
    if (this.#isStopping) return;
    const delayMs = dueMs - this.#options.clock.now();
    if (delayMs <= 0) {
      this.#ready.push(waiting);
      this.#dispatch();
      return;
    }
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      this.#schedule(waiting, dueMs);
    });
    this.#timers.add(cancel);
  }

  #dispatch(): void {
    while (!this.#isStopping && this.#ready.size > 0 && this.#runs.size < (this.#options.maxRunning ?? 64)) {
      const waiting = this.#ready.shift()!;
      const run = this.#run(waiting).finally(() => {
        this.#runs.delete(run);
        this.#dispatch();
      });
      this.#runs.add(run);
    }
  }

  /** Never rejects. */
  async #run(waiting: Waiting): Promise<void> {
    const { key, publicationKey } = waiting;
    try {
      const delivery = this.#deliveries.get(key);
      const publication = this.#publications.get(publicationKey);
      const attempt: Attempt =
        delivery && publication ? await this.#options.deliver(publication, delivery) : { type: 'Done' };
      if (this.#isStopping && attempt.type === 'Retry') return;
      if (attempt.type === 'Done' || !delivery) await this.#done(waiting);
      else await this.#again(waiting, delivery, attempt.delayMs);
    } catch (error) {
      this.#options.logger.error('A notification could not be delivered', { key, error });
      this.#schedule(waiting, this.#options.clock.now() + AFTER_BUG_MS);
    }
  }

  async #again(waiting: Waiting, delivery: DeliveryRecord, delayMs: number): Promise<void> {
    const dueMs = this.#options.clock.now() + delayMs;
    await this.#deliveries.put(waiting.key, { ...delivery, attempts: delivery.attempts + 1, dueMs });
    this.#schedule(waiting, dueMs);
  }

  async #done({ key, publicationKey, lane }: Waiting): Promise<void> {
    const left = (this.#left.get(publicationKey) ?? 1) - 1;
    const changes: RecordChange[] = [{ type: 'delete', collection: DELIVERIES, key }];
    if (left === 0) {
      this.#left.delete(publicationKey);
      changes.push({ type: 'delete', collection: PUBLICATIONS, key: publicationKey });
    } else {
      this.#left.set(publicationKey, left);
    }
    await this.#options.records.write(changes);
    if (lane === undefined) return;
    const next = this.#lanes.get(lane)?.shift();
    if (next) this.#schedule(next, 0);
    else this.#lanes.delete(lane);
  }
}
