/**
 * Bounded parallel work, shared fairly: when all slots are taken, the waiting executions take turns, one piece of work each, so that a
 * map of a thousand tasks does not hold up an execution with one.
 */
export class FairSlots {
  readonly #size: number;
  #taken = 0;
  /** Waiting work by owner; the owner whose turn is next comes first. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Calls `begin` when a slot is free, at once if one is. The work gives its slot back with `release`. */
  acquire(owner: string, begin: () => void): void {
    if (this.#taken < this.#size) {
      this.#taken += 1;
      begin();
      return;
    }
    const queue = this.#waiting.get(owner);
    if (queue) queue.push(begin);
    else this.#waiting.set(owner, [begin]);
  }

  release(): void {
    const next = this.#next();
    if (next) next();
    else this.#taken -= 1;
  }

  #next(): (() => void) | undefined {
    for (const [owner, queue] of this.#waiting) {
      const begin = queue.shift();
      this.#waiting.delete(owner);
      if (queue.length > 0) this.#waiting.set(owner, queue);
      return begin;
    }
    return undefined;
  }
}
