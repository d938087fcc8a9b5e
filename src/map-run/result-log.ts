/**
 * Writes the ends of children to the aggregate journal, as many at a time as came together.
 *
 * A write waits a few milliseconds for more, unless somebody waits for it: the sync is what costs.
 * 1. What was handed over is written, or tried for as long as the server runs. 2. `settled` resolves when nothing is waiting to be written.
 */
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { MapRunChild, MapRunJournal } from '../store/map-run-journal.ts';

const FIRST_RETRY_MS = 10;
const MAX_RETRY_MS = 5_000;
/** How long a write waits for more, and how many make it go at once. */
const GATHER_MS = 5;
const ENOUGH = { children: 500, length: 4 * 1_048_576 };
/** What may be waiting to be written before no more children are started. */
const MAX_WAITING = { children: 4_000, length: 16 * 1_048_576 };

export interface ResultLogOptions {
  readonly journal: MapRunJournal;
  readonly mapRunArn: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isClosed: () => boolean;
}

export class ResultLog {
  readonly #options: ResultLogOptions;
  #waiting: MapRunChild[] = [];
  /** Of the payloads that wait. */
  #length = 0;
  #writing: Promise<void> | undefined;
  /** Somebody waits for all to be written. */
  #isUrgent = false;
  #hurry: (() => void) | undefined;

  constructor(options: ResultLogOptions) {
    this.#options = options;
  }

  add(child: MapRunChild): void {
    this.#waiting.push(child);
    this.#length += (child.input?.length ?? 0) + (child.output?.length ?? 0);
    this.#writing ??= this.#write();
    if (this.#holds(ENOUGH)) this.#hurry?.();
  }

  get isFull(): boolean {
    return this.#holds(MAX_WAITING);
  }

  #holds({ children, length }: { readonly children: number; readonly length: number }): boolean {
    return this.#waiting.length >= children || this.#length >= length;
  }

  async settled(): Promise<void> {
    this.#isUrgent = true;
    this.#hurry?.();
    await this.#writing;
    this.#isUrgent = false;
  }

  async #write(): Promise<void> {
    for (let failures = 0; this.#waiting.length > 0 && !this.#options.isClosed(); ) {
      if (!this.#isUrgent && !this.#holds(ENOUGH)) await this.#gather();
      const group = this.#waiting;
      const length = this.#length;
      this.#waiting = [];
      this.#length = 0;
      try {
        await this.#options.journal.append(this.#options.mapRunArn, group);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#waiting = [...group, ...this.#waiting];
        this.#length += length;
        await this.#wait(failures, error);
      }
    }
    this.#writing = undefined;
  }

  #gather(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(GATHER_MS, resolve);
      this.#hurry = () => {
        cancel();
        resolve();
      };
    });
  }

  #wait(failures: number, error: unknown): Promise<void> {
    const { logger, clock, mapRunArn } = this.#options;
    logger.warn('Results of a map run could not be made durable; trying again', { mapRunArn, failures, error });
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
    return new Promise((resolve) => clock.after(delayMs, resolve));
  }
}
