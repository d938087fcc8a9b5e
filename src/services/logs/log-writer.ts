/**
 * Takes the server's own lines (of functions and executions) without waiting, and writes them in batches.
 *
 * W1 Lines of one stream keep their order. W2 While one write is under way the next batch gathers: the busier it is, the larger the batches.
 * W3 Memory is bounded: beyond the bound the newest lines are dropped, and the operator is told.
 */
import type { Logger } from '../../runtime/logger.ts';
import type { LogLine } from './log-events.ts';
import type { LogPlace } from './log-records.ts';
import type { LogStore } from './log-store.ts';

export interface LogTarget extends LogPlace {
  readonly group: string;
  readonly stream: string;
}

const MAX_WAITING_CHARS = 64 * 1024 * 1024;

interface Batch {
  readonly target: LogTarget;
  readonly lines: LogLine[];
}

export class LogWriter {
  readonly #store: LogStore;
  readonly #logger: Logger;
  #waiting = new Map<string, Batch>();
  #waitingChars = 0;
  #dropped = 0;
  #writing: Promise<void> | undefined;

  constructor(store: LogStore, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  write(target: LogTarget, line: LogLine): void {
    if (this.#waitingChars > MAX_WAITING_CHARS) {
      this.#dropped += 1;
      return;
    }
    this.#waitingChars += line.message.length;
    const key = `${target.account}:${target.region}:${target.group}:${target.stream}`;
    const batch = this.#waiting.get(key);
    if (batch) batch.lines.push(line);
    else this.#waiting.set(key, { target, lines: [line] });
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything that was taken so far is on disk. */
  async drain(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // The rest of this tick belongs to the same batch.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const batches = [...this.#waiting.values()];
      this.#waiting = new Map();
      this.#waitingChars = 0;
      await Promise.all(batches.map((batch) => this.#writeBatch(batch)));
      if (this.#dropped > 0) this.#logger.warn('Log lines were dropped', { lines: this.#dropped });
      this.#dropped = 0;
    }
    this.#writing = undefined;
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
