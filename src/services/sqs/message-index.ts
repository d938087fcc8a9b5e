/**
 * What is in a queue, in memory: no content, and as much as the queue is long.
 *
 * X1 Everything here is on disk already. X2 Counts are kept, never counted. X3 A waiter is woken for each message that becomes visible, and
 * whoever goes away instead of looking wakes the next.
 */
import { type DeliveryOrder, FifoOrder, StandardOrder } from './delivery-order.ts';
import { DueHeap } from './due-heap.ts';
import type { Entry } from './entry.ts';

const MIN_COMPACTION = 1_024;

export class MessageIndex {
  readonly #entries = new Map<number, Entry>();
  readonly #counts = { visible: 0, delayed: 0, inFlight: 0, gone: 0 };
  readonly #order: DeliveryOrder;
  readonly #waiters = new Set<() => void>();
  #hidden = new DueHeap<Entry>();
  #wakeUps = 0;

  constructor(isFifo: boolean) {
    this.#order = isFifo ? new FifoOrder() : new StandardOrder();
  }

  get counts(): Readonly<Record<'visible' | 'delayed' | 'inFlight', number>> {
    return this.#counts;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(sequence: number): Entry | undefined {
    return this.#entries.get(sequence);
  }

  /** The one that was sent first. */
  oldest(): Entry | undefined {
    for (const entry of this.#entries.values()) return entry;
    return undefined;
  }

  add(entry: Entry): void {
    this.#entries.set(entry.sequence, entry);
    this.#counts[entry.state]++;
    this.#order.add(entry);
    if (entry.state === 'visible') this.wakeOne();
    else this.#hide(entry);
  }

  /** Makes visible what is due. */
  settle(nowMs: number): void {
    for (let first = this.#hidden.peek(); first && first.dueMs <= nowMs; first = this.#hidden.peek()) {
      this.#hidden.pop();
      if (isHidden(first.item) && first.item.availableMs === first.dueMs) this.#release(first.item);
    }
  }

  /** When the next message becomes visible by itself. */
  nextDueMs(): number | undefined {
    for (let first = this.#hidden.peek(); first; first = this.#hidden.peek()) {
      if (isHidden(first.item) && first.item.availableMs === first.dueMs) return first.dueMs;
      this.#hidden.pop();
    }
    return undefined;
  }

  choose(limit: number, accept: (entry: Entry) => boolean): Entry[] {
    return this.#order.choose(limit, (entry) => {
      if (accept(entry)) return true;
      this.#forget(entry);
      return false;
    });
  }

  /** A receive: the message is in flight until `availableMs`. */
  take(entry: Entry, receiptId: string, nowMs: number, availableMs: number): void {
    entry.receives++;
    entry.firstReceivedMs ??= nowMs;
    entry.receiptId = receiptId;
    entry.availableMs = availableMs;
    this.#turn(entry, 'inFlight');
    this.#order.taken(entry);
    this.#hide(entry);
  }

  /** Changes how long a message stays in flight. */
  postpone(entry: Entry, availableMs: number): void {
    entry.availableMs = availableMs;
    this.#hide(entry);
  }

  remove(entry: Entry): void {
    const wasInFlight = entry.state === 'inFlight';
    this.#forget(entry);
    this.#order.removed(entry, wasInFlight);
    if (wasInFlight) this.wakeOne();
  }

  /** `wake` is called once, when a message may have become visible. */
  wait(wake: () => void): () => void {
    this.#waiters.add(wake);
    return () => this.#waiters.delete(wake);
  }

  /** Rises whenever a message may have become visible: who saw it rise since looking need not wait. */
  get wakeUps(): number {
    return this.#wakeUps;
  }

  wakeOne(): void {
    this.#wakeUps++;
    for (const wake of this.#waiters) {
      this.#waiters.delete(wake);
      wake();
      return;
    }
  }

  wakeAll(): void {
    while (this.#waiters.size > 0) this.wakeOne();
  }

  #hide(entry: Entry): void {
    this.#hidden.push(entry.availableMs, entry);
    if (this.#hidden.size > MIN_COMPACTION && this.#hidden.size > 2 * this.#entries.size) this.#compact();
  }

  #compact(): void {
    this.#hidden = new DueHeap();
    for (const entry of this.#entries.values()) if (isHidden(entry)) this.#hidden.push(entry.availableMs, entry);
  }

  #release(entry: Entry): void {
    this.#turn(entry, 'visible');
    this.#order.released(entry);
    this.wakeOne();
  }

  #forget(entry: Entry): void {
    this.#turn(entry, 'gone');
    this.#entries.delete(entry.sequence);
  }

  #turn(entry: Entry, state: Entry['state']): void {
    this.#counts[entry.state]--;
    this.#counts[state]++;
    entry.state = state;
  }
}

const isHidden = ({ state }: Entry): boolean => state === 'delayed' || state === 'inFlight';
