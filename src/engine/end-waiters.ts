/** Who waits for the end of which execution. */
import type { ExecutionRecord } from '../store/journal.ts';

interface Waiter {
  readonly resolve: (record: ExecutionRecord | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

export class EndWaiters {
  readonly #waiters = new Map<string, Set<Waiter>>();

  /**
   * Resolves at the end, with the ended record. `current` is looked up after the waiter is in place, so that no end falls in between; it
   * resolves the wait if the execution is over or unknown.
   */
  wait(
    executionArn: string,
    current: () => Promise<ExecutionRecord | undefined>,
    signal?: AbortSignal,
  ): Promise<ExecutionRecord | undefined> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve, reject };
      const leave = (): void => this.#remove(executionArn, waiter);
      const giveUp = (): void => {
        leave();
        reject(signal!.reason);
      };
      this.#add(executionArn, waiter);
      if (signal?.aborted) giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
      current().then(
        (record) => {
          if (record?.status === 'RUNNING') return;
          leave();
          resolve(record);
        },
        (error) => {
          leave();
          reject(error);
        },
      );
    });
  }

  /** Executions that somebody waits for. */
  get awaited(): readonly string[] {
    return [...this.#waiters.keys()];
  }

  ended(record: ExecutionRecord): void {
    const waiters = this.#waiters.get(record.executionArn);
    this.#waiters.delete(record.executionArn);
    for (const waiter of waiters ?? []) waiter.resolve(record);
  }

  rejectAll(reason: unknown): void {
    const all = [...this.#waiters.values()];
    this.#waiters.clear();
    for (const waiter of all.flatMap((waiters) => [...waiters])) waiter.reject(reason);
  }

  #add(executionArn: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(executionArn);
    if (waiters) waiters.add(waiter);
    else this.#waiters.set(executionArn, new Set([waiter]));
  }

  #remove(executionArn: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(executionArn);
    if (waiters?.delete(waiter) && waiters.size === 0) this.#waiters.delete(executionArn);
  }
}
