/**
 * Writes the ends of children to the aggregate journal, as many at a time as came together.
 *
 * 1. What was handed over is written, or tried for as long as the server runs. 2. `settled` resolves when nothing is waiting to be written.
 */
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { MapRunChild, MapRunJournal } from '../store/map-run-journal.ts';

const FIRST_RETRY_MS = 10;
const MAX_RETRY_MS = 5_000;
/** Children that may be waiting to be written before no more are started. */
const MAX_WAITING = 4_000;

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
  #writing: Promise<void> | undefined;

  constructor(options: ResultLogOptions) {
    this.#options = options;
  }

  add(child: MapRunChild): void {
    this.#waiting.push(child);
    this.#writing ??= this.#write();
  }

  get isFull(): boolean {
    return this.#waiting.length > MAX_WAITING;
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    // Lets what ends in this turn of the event loop come together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (let failures = 0; this.#waiting.length > 0 && !this.#options.isClosed(); ) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#options.journal.append(this.#options.mapRunArn, group);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#waiting = [...group, ...this.#waiting];
        await this.#wait(failures, error);
      }
    }
    this.#writing = undefined;
  }

  #wait(failures: number, error: unknown): Promise<void> {
    const { logger, clock, mapRunArn } = this.#options;
    logger.warn('Results of a map run could not be made durable; trying again', { mapRunArn, failures, error });
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
    return new Promise((resolve) => clock.after(delayMs, resolve));
  }
}
