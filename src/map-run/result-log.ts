/**
 * Writes the ends of children to the aggregate journal, as many at a time as came together. A write waits a moment for more, unless
 * somebody waits for it: the sync is what costs.
 *
 * 1. What was handed over is written, or tried for as long as the server runs. 2. `written` resolves when all that was handed over before
 * it is durable.
 */
import type { MapRunChild, MapRunJournal } from '../store/map-run-journal.ts';
import { type Persistence, untilDurable } from './until-durable.ts';

/** How long a write waits for more, and how much makes it go at once. */
const GATHER_MS = 100;
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
  /** Children handed over, and children durable, since the beginning. */
  #added = 0;
  #durable = 0;
  #isWriting = false;
  /** Who waits for how many to be durable, in the order of their numbers. */
  #waiters: { readonly count: number; readonly resolve: () => void }[] = [];
  #hurry: (() => void) | undefined;

  constructor(options: ResultLogOptions) {
    this.#options = options;
  }

  add(child: MapRunChild): void {
    this.#waiting.push(child);
    this.#added += 1;
    this.#length += (child.input?.length ?? 0) + (child.output?.length ?? 0);
    if (!this.#isWriting) void this.#write();
    else if (this.#holds(ENOUGH)) this.#hurry?.();
  }

  get isFull(): boolean {
    return this.#holds(MAX_WAITING);
  }

  /** Resolves also when the server stops, with whatever is durable then. */
  written(): Promise<void> {
    if (this.#durable === this.#added || this.#options.isClosed()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push({ count: this.#added, resolve });
      this.#hurry?.();
    });
  }

  #holds({ children, length }: { readonly children: number; readonly length: number }): boolean {
    return this.#waiting.length >= children || this.#length >= length;
  }

  async #write(): Promise<void> {
    const { journal, mapRunArn, isClosed } = this.#options;
    this.#isWriting = true;
    while (this.#waiting.length > 0 && !isClosed()) {
      if (this.#waiters.length === 0 && !this.#holds(ENOUGH)) await this.#gather();
      const group = this.#waiting;
      this.#waiting = [];
      this.#length = 0;
      await untilDurable(() => journal.append(mapRunArn, group), this.#options);
      this.#durable += group.length;
      this.#tell();
    }
    this.#isWriting = false;
    this.#tell();
  }

  #tell(): void {
    const isOver = this.#options.isClosed();
    while (this.#waiters[0] && (isOver || this.#waiters[0].count <= this.#durable)) this.#waiters.shift()!.resolve();
  }

  #gather(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        cancel();
        this.#hurry = undefined;
        resolve();
      };
      const cancel = this.#options.clock.after(GATHER_MS, go);
      this.#hurry = go;
    });
  }
}
