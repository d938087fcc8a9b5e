/**
 * Takes the server's own lines (of functions and executions) without waiting, and writes them in batches.
 *
 * W1 Lines of one stream keep their order. W2 Lines gather for a moment, unless somebody waits for them: a sync for each line would hold up
 * everything else that is written. W3 Memory is bounded: beyond the bound the newest lines are dropped, and the operator is told.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { LogLine } from './log-events.ts';
import type { LogPlace } from './log-records.ts';
import type { LogStore } from './log-store.ts';

export interface LogTarget extends LogPlace {
  readonly group: string;
  readonly stream: string;
}

/** How long lines may wait for more; a crash loses no more than these. */
const GATHER_MS = 100;
const MAX_WAITING_CHARS = 64 * 1024 * 1024;

interface Batch {
  readonly target: LogTarget;
  readonly lines: LogLine[];
}

export class LogWriter {
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #waiting = new Map<string, Batch>();
  #waitingChars = 0;
  #dropped = 0;
  /** Lines taken, and lines on disk or given up, since the beginning. */
  #taken = 0;
  #written = 0;
  #isWriting = false;
  #isStopped = false;
  /** Who waits for how many to be written, in the order of their numbers. */
  #waiters: { readonly count: number; readonly resolve: () => void }[] = [];
  #hurry: () => void = () => {};

  constructor(store: LogStore, logger: Logger) {
    this.#store = store;
    this.#clock = store.clock;
    this.#logger = logger;
  }

  write(target: LogTarget, line: LogLine): void {
    if (this.#isStopped) return;
    if (this.#waitingChars > MAX_WAITING_CHARS) {
      this.#dropped += 1;
      return;
    }
    this.#taken += 1;
    this.#waitingChars += line.message.length;
    const key = `${target.account}:${target.region}:${target.group}:${target.stream}`;
    const batch = this.#waiting.get(key);
    if (batch) batch.lines.push(line);
    else this.#waiting.set(key, { target, lines: [line] });
    if (!this.#isWriting) void this.#writeAll();
  }

  /** Resolves when everything that was taken so far is on disk. */
  drain(): Promise<void> {
    if (this.#written === this.#taken) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push({ count: this.#taken, resolve });
      this.#hurry();
    });
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.drain();
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.size > 0) {
      if (this.#waiters.length === 0) await this.#gather();
      const batches = [...this.#waiting.values()];
      this.#waiting = new Map();
      this.#waitingChars = 0;
      await Promise.all(batches.map((batch) => this.#writeBatch(batch)));
      for (const { lines } of batches) this.#written += lines.length;
      while (this.#waiters[0] && this.#waiters[0].count <= this.#written) this.#waiters.shift()!.resolve();
      if (this.#dropped > 0) this.#logger.warn('Log lines were dropped', { lines: this.#dropped });
      this.#dropped = 0;
    }
    this.#isWriting = false;
  }

  #gather(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(GATHER_MS, resolve);
      this.#hurry = () => {
        cancel();
        resolve();
      };
    });
  }

  async #writeBatch({ target, lines }: Batch): Promise<void> {
    lines.sort((a, b) => a.timestampMs - b.timestampMs);
    try {
      await this.#store.write(target, target.group, target.stream, lines);
    } catch (error) {
      this.#logger.warn('Log lines could not be written', { group: target.group, lines: lines.length, error });
    }
  }
}
