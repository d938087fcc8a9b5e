/** How many handler processes the whole runner may have. A function that finds none left takes the place of another one's idle process. */
export class ProcessBudget {
  readonly #limit: number;
  /** Asks somebody to end an idle process; a place comes back when it has ended. */
  readonly #reclaim: () => void;
  /** Tells those who wait that a place is free. */
  readonly #onFree: () => void;
  #used = 0;
  #isWanted = false;

  constructor(limit: number, reclaim: () => void, onFree: () => void) {
    this.#limit = limit;
    this.#reclaim = reclaim;
    this.#onFree = onFree;
  }

  take(): boolean {
    if (this.#used >= this.#limit) {
      this.#isWanted = true;
      this.#reclaim();
      return false;
    }
    this.#used++;
    return true;
  }

  giveBack(): void {
    this.#used--;
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#onFree();
  }

  /** A process became idle: it goes if somebody waits for its place. */
  yieldIdle(): void {
    if (this.#isWanted) this.#reclaim();
  }
}
