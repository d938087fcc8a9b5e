/** A range of entries as the stream that dynalite reads: the old kind, which pushes from the next tick on until it is destroyed. */
import { Stream } from 'node:stream';
import type { KeyRange, TableDatabase } from './table-database.ts';

export interface StreamRange extends KeyRange {
  /** -1: no limit. */
  readonly limit?: number;
}

/** Rows that are read at once: few, for a row may be large. */
const CHUNK = 64;

export class EntryStream extends Stream {
  #destroyed = false;

  constructor(database: TableDatabase, space: string, range: StreamRange, take: 'keys' | 'values') {
    super();
    process.nextTick(() => {
      try {
        this.#push(database, space, range, take);
      } catch (error) {
        this.emit('error', error);
        return;
      }
      if (!this.#destroyed) this.emit('end');
    });
  }

  destroy(): void {
    this.#destroyed = true;
  }

  #push(database: TableDatabase, space: string, range: StreamRange, take: 'keys' | 'values'): void {
    let left = range.limit === undefined || range.limit < 0 ? Number.POSITIVE_INFINITY : range.limit;
    let rest: KeyRange = range;
    while (left > 0 && !this.#destroyed) {
      const wanted = Math.min(CHUNK, left);
      const entries = database.entries(space, rest, wanted);
      for (const { key, value } of entries) {
        if (this.#destroyed) return;
        this.emit('data', take === 'keys' ? key : JSON.parse(value));
      }
      const last = entries.at(-1);
      if (!last || entries.length < wanted) return;
      left -= entries.length;
      rest = range.reverse ? { ...range, lte: undefined, lt: last.key } : { ...range, gte: undefined, gt: last.key };
    }
  }
}
