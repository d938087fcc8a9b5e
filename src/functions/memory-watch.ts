/**
 * Bounds the resident memory of handler processes where /proc tells of it: each is looked at ten times a second while it works.
 * Pages shared with other processes (the interpreter itself) do not count.
 */
import { readFileSync } from 'node:fs';
import type { Clock } from '../runtime/clock.ts';

const INTERVAL_MS = 100;
const PAGE_BYTES = 4_096;
const MIB = 1024 * 1024;

export interface Watched {
  readonly pid: number;
  readonly limitBytes: number;
  /** Highest seen so far. */
  peakBytes: number;
  readonly onExceeded: () => void;
}

export class MemoryWatch {
  readonly #clock: Clock;
  readonly #watched = new Set<Watched>();
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(watched: Watched): void {
    this.#watched.add(watched);
    this.#cancel ??= this.#clock.after(INTERVAL_MS, () => this.#round());
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched);
  }

  stop(): void {
    this.#watched.clear();
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #round(): void {
    this.#cancel = undefined;
    for (const watched of this.#watched) {
      if (sample(watched) > watched.limitBytes) watched.onExceeded();
    }
    if (this.#watched.size > 0) this.#cancel = this.#clock.after(INTERVAL_MS, () => this.#round());
  }
}

/** Resident bytes of its own, 0 where that cannot be known. */
export function sample(watched: Watched): number {
  try {
    const [, resident = '0', shared = '0'] = readFileSync(`/proc/${watched.pid}/statm`, 'latin1').split(' ');
    const bytes = (Number(resident) - Number(shared)) * PAGE_BYTES;
    watched.peakBytes = Math.max(watched.peakBytes, bytes);
    return bytes;
  } catch {
    return 0;
  }
}

export function mebibytes(bytes: number): number {
  return Math.ceil(bytes / MIB);
}
