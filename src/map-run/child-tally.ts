/** How many children, and items of theirs, have come to which end; which children have. */
import type { MapRunChildStatus } from '../store/map-run-journal.ts';
import type { MapRunCounts } from './map-runs.ts';

const STATUSES: readonly MapRunChildStatus[] = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

const TO_REDRIVE = STATUSES.length + 1;

interface Sums {
  readonly items: Record<MapRunChildStatus, number>;
  readonly children: Record<MapRunChildStatus, number>;
}

export class ChildTally {
  readonly #sums: Sums = { items: zeros(), children: zeros() };
  /** 0 while a child has not ended, else its status' place above plus one; or that it waits to be redriven. */
  #ends = new Uint8Array(1_024);
  #toRedrive = { items: 0, children: 0 };

  hasEnded(index: number): boolean {
    const end = this.#ends[index] ?? 0;
    return end !== 0 && end !== TO_REDRIVE;
  }

  /** It ended without success, and a redrive has not come to it. */
  isToRedrive(index: number): boolean {
    return this.#ends[index] === TO_REDRIVE;
  }

  /** A child that ended without success before a redrive. */
  waitsForRedrive(index: number, items: number): void {
    this.#mark(index, TO_REDRIVE);
    this.#toRedrive.items += items;
    this.#toRedrive.children += 1;
  }

  began(index: number, items: number): void {
    if (this.#ends[index] !== TO_REDRIVE) return;
    this.#ends[index] = 0;
    this.#toRedrive.items -= items;
    this.#toRedrive.children -= 1;
  }

  ended(index: number, status: MapRunChildStatus, items: number): void {
    this.#mark(index, STATUSES.indexOf(status) + 1);
    this.#sums.items[status] += items;
    this.#sums.children[status] += 1;
  }

  #mark(index: number, end: number): void {
    if (index >= this.#ends.length) this.#grow(index);
    this.#ends[index] = end;
  }

  #grow(index: number): void {
    const larger = new Uint8Array(Math.max(index + 1, this.#ends.length * 2));
    larger.set(this.#ends);
    this.#ends = larger;
  }

  /** How many children have ended. */
  get size(): number {
    const { SUCCEEDED, FAILED, TIMED_OUT, ABORTED } = this.#sums.children;
    return SUCCEEDED + FAILED + TIMED_OUT + ABORTED;
  }

  /** Items that count against the tolerance. */
  get failedItems(): number {
    const { FAILED, TIMED_OUT } = this.#sums.items;
    return FAILED + TIMED_OUT;
  }

  counts(of: 'items' | 'children', running: number, total: number): MapRunCounts {
    const { SUCCEEDED: succeeded, FAILED: failed, TIMED_OUT: timedOut, ABORTED: aborted } = this.#sums[of];
    const pendingRedrive = this.#toRedrive[of];
    const begun = running + succeeded + failed + timedOut + aborted + pendingRedrive;
    const pending = Math.max(0, total - begun);
    return { pending, running, succeeded, failed, timedOut, aborted, total, pendingRedrive };
  }
}

function zeros(): Record<MapRunChildStatus, number> {
  return { SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 };
}
