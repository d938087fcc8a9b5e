/**
 * Brings events to targets, until the target took them or the rule's patience ends.
 *
 * D1 A delivery is on disk from before its event is acknowledged until its target took it: after a crash it is tried again, so a target may
 * see an event more than once. D2 Memory is bounded: what does not fit in the window waits on disk. D3 What is given up goes to the
 * dead letter queue of the target, or is told to the operator.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';
import { DELIVERIES, type DeliveryRecord, deliveryKey } from './event-records.ts';
import { nextAttempt } from './retry-delivery.ts';
import type { DeliveryResult, TargetSender } from './send-to-target.ts';

export interface DeliveryQueueOptions {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly sender: TargetSender;
}

const MAX_IN_FLIGHT = 40;
const WINDOW = 1_000;

export class DeliveryQueue {
  readonly #options: DeliveryQueueOptions;
  readonly #stored: RecordCollection<DeliveryRecord>;
  /** Keys of what waits in memory or is under way. */
  readonly #held = new Set<string>();
  #waiting: DeliveryRecord[] = [];
  #inFlight = 0;
  /** Something that is due may be on disk alone. */
  #hasMore = true;
  #isRunning = false;
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #cancelWake: (() => void) | undefined;
  #idle: (() => void)[] = [];

  constructor(options: DeliveryQueueOptions) {
    this.#options = options;
    this.#stored = options.records.collection(DELIVERIES);
  }

  /** The change that makes a delivery durable; `accept` it once that is written. */
  change(delivery: DeliveryRecord): RecordChange {
    return { type: 'put', collection: DELIVERIES, key: deliveryKey(delivery), value: delivery };
  }

  accept(deliveries: readonly DeliveryRecord[]): void {
    for (const delivery of deliveries) {
      const isFull = this.#hasMore || this.#waiting.length >= WINDOW;
      if (delivery.dueMs > this.#options.clock.now()) this.#wakeAt(delivery.dueMs);
      else if (isFull) this.#hasMore = true;
      else this.#hold(delivery);
    }
    this.#pump();
  }

  start(): void {
    this.#isRunning = true;
    this.#pump();
  }

  /** Resolves when nothing is under way; what waits stays on disk. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#cancelWake?.();
    if (this.#inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #hold(delivery: DeliveryRecord): void {
    const key = deliveryKey(delivery);
    if (this.#held.has(key)) return;
    this.#held.add(key);
    this.#waiting.push(delivery);
  }

  #pump(): void {
    while (this.#isRunning && this.#inFlight < MAX_IN_FLIGHT) {
      if (this.#waiting.length === 0 && this.#hasMore) this.#load();
      const delivery = this.#waiting.shift();
      if (!delivery) return;
      this.#inFlight += 1;
      void this.#deliver(delivery).finally(() => {
        this.#inFlight -= 1;
        this.#held.delete(deliveryKey(delivery));
        if (this.#inFlight === 0) for (const resolve of this.#idle.splice(0)) resolve();
        this.#pump();
      });
    }
  }

  /** Fills the window with what is due; what is held already stands at the front of the listing. */
  #load(): void {
    const limit = WINDOW + this.#held.size;
    const nowMs = this.#options.clock.now();
    const page = this.#stored.list({ limit });
    this.#hasMore = page.length === limit;
    for (const { value } of page) {
      if (value.dueMs > nowMs) {
        this.#hasMore = false;
        this.#wakeAt(value.dueMs);
        return;
      }
      this.#hold(value);
    }
  }

  #wakeAt(dueMs: number): void {
    if (dueMs >= this.#wakeAtMs) return;
    this.#cancelWake?.();
    this.#wakeAtMs = dueMs;
    this.#cancelWake = this.#options.clock.after(dueMs - this.#options.clock.now(), () => {
      this.#wakeAtMs = Number.POSITIVE_INFINITY;
      this.#hasMore = true;
      this.#pump();
    });
  }

  async #deliver(delivery: DeliveryRecord): Promise<void> {
    const { logger, sender } = this.#options;
    try {
      const result = await sender.send(delivery);
      await this.#settle(delivery, result);
    } catch (error) {
      // The record is still there: it is delivered again, at the latest after a restart.
      logger.error('A delivery of an event could not be settled', { rule: delivery.ruleArn, error });
    }
  }

  async #settle(delivery: DeliveryRecord, result: DeliveryResult): Promise<void> {
    const { records, clock, ids, logger, sender } = this.#options;
    const done: RecordChange = { type: 'delete', collection: DELIVERIES, key: deliveryKey(delivery) };
    if (result.type === 'Delivered') return records.write([done]);
    const next = nextAttempt(delivery, result, clock.now(), ids.random());
    if (next.type === 'Retry') {
      await records.write([done, this.change(next.delivery)]);
      this.accept([next.delivery]);
      return;
    }
    const { target, ruleArn } = delivery;
    logger.warn('An event could not be delivered', { rule: ruleArn, target: target.Arn, error: result.message });
    await sender.bury(delivery, result, next.exhausted);
    await records.write([done]);
  }
}
