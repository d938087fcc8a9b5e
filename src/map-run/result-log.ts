/**
 * Writes the ends of children to the aggregate journal, as many at a time as came together.
 *
 * A write waits a few milliseconds for more, unless somebody waits for it: the sync is what costs.
 * 1. What was handed over is written, or tried for as long as the server runs. 2. `settled` resolves when nothing is waiting to be written.
 */
import type { MapRunChild, MapRunJournal } from '../store/map-run-journal.ts';
import { type Persistence, untilDurable } from './until-durable.ts';

/** How long a write waits for more, and how many make it go at once. */
const GATHER_MS = 5;
const ENOUGH = { children: 500, length: 4 * 1_048_576 };
/** What may be waiting to be written before no more children are started. */
const MAX_WAITING = { children: 4_000, length: 16 * 1_048_576 };

export interface ResultLogOptions extends Persistence {
  readonly journal: MapRunJournal;
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
    const { journal, mapRunArn, isClosed } = this.#options;
    while (this.#waiting.length > 0 && !isClosed()) {
      if (!this.#isUrgent && !this.#holds(ENOUGH)) await this.#gather();
      const group = this.#waiting;
      this.#waiting = [];
      this.#length = 0;
      await untilDurable(() => journal.append(mapRunArn, group), this.#options);
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
}
