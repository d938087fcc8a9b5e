/** How many children, and items of theirs, have come to which end; which children have. */
import type { MapRunChildStatus } from '../store/map-run-journal.ts';
import type { MapRunCounts } from './map-runs.ts';

const STATUSES: readonly MapRunChildStatus[] = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

interface Sums {
  readonly items: Record<MapRunChildStatus, number>;
  readonly children: Record<MapRunChildStatus, number>;
}

export class ChildTally {
  readonly #sums: Sums = { items: zeros(), children: zeros() };
  /** 0 while a child has not ended, else its status' place above plus one. */
  #ends = new Uint8Array(1_024);

  hasEnded(index: number): boolean {
    return (this.#ends[index] ?? 0) !== 0;
  }

  ended(index: number, status: MapRunChildStatus, items: number): void {
    if (index >= this.#ends.length) this.#grow(index);
    this.#ends[index] = STATUSES.indexOf(status) + 1;
    this.#sums.items[status] += items;
    this.#sums.children[status] += 1;
  }

  #grow(index: number): void {
    const larger = new Uint8Array(Math.max(index + 1, this.#ends.length * 2));
    larger.set(this.#ends);
    this.#ends = larger;
  }

  /** Items that count against the tolerance. */
  get failedItems(): number {
    const { FAILED, TIMED_OUT } = this.#sums.items;
    return FAILED + TIMED_OUT;
  }

  counts(of: 'items' | 'children', running: number, total: number): MapRunCounts {
    const { SUCCEEDED: succeeded, FAILED: failed, TIMED_OUT: timedOut, ABORTED: aborted } = this.#sums[of];
    const pending = Math.max(0, total - running - succeeded - failed - timedOut - aborted);
    return { pending, running, succeeded, failed, timedOut, aborted, total };
  }
}

function zeros(): Record<MapRunChildStatus, number> {
  return { SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 };
}
