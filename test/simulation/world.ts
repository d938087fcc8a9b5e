/**
 * Simulated time. Everything that waits waits here; the world runs one thing after another, and nothing depends on the real clock.
 * The wall clock that engines see may jump; the order of events follows true time.
 */
import { Random } from './random.ts';

interface Scheduled {
  readonly atMs: number;
  readonly tie: number;
  readonly run: () => void;
  isCancelled: boolean;
}

export class World {
  readonly random: Random;
  #trueMs = 0;
  #skewMs = 0;
  #queue: Scheduled[] = [];

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** What a process reads off its clock: milliseconds since the epoch. */
  now(): number {
    return 1_700_000_000_000 + this.#trueMs + this.#skewMs;
  }

  jump(byMs: number): void {
    this.#skewMs += byMs;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const item: Scheduled = {
      atMs: this.#trueMs + Math.max(0, delayMs),
      tie: this.random.next(),
      run,
      isCancelled: false,
    };
    let low = 0;
    let high = this.#queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isLater(this.#queue[middle]!, item)) low = middle + 1;
      else high = middle;
    }
    this.#queue.splice(low, 0, item);
    return () => {
      item.isCancelled = true;
    };
  }

  delay(ms: number): Promise<void> {
    return new Promise((resolve) => this.schedule(ms, resolve));
  }

  /** Runs the next thing that is due, after everything that is ready has run. `false`: nothing is left. */
  async step(): Promise<boolean> {
    await settle();
    let next = this.#queue.pop();
    while (next?.isCancelled) next = this.#queue.pop();
    if (!next) return false;
    this.#trueMs = Math.max(this.#trueMs, next.atMs);
    next.run();
    return true;
  }
}

/** The queue is kept with the earliest at its end; ties fall by chance, so that no order is taken for granted. */
function isLater(a: Scheduled, b: Scheduled): boolean {
  return a.atMs > b.atMs || (a.atMs === b.atMs && a.tie > b.tie);
}

/** Lets every promise that is ready run on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
