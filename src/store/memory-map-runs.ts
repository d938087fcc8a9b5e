/** Map runs in memory: the same promises as SQLite's, except that nothing outlives the process. */
import type {
  MapRunChild,
  MapRunChildStatus,
  MapRunJournal,
  MapRunOutcome,
  MapRunRecord,
  MapRunSum,
} from './map-run-journal.ts';

interface Entry {
  record: MapRunRecord;
  /** By index; holes are children that have not ended. */
  readonly children: (MapRunChild | undefined)[];
}

export class MemoryMapRuns implements MapRunJournal {
  readonly #byArn = new Map<string, Entry>();

  async put(record: MapRunRecord): Promise<void> {
    const frozen = Object.freeze({ ...record });
    const known = this.#byArn.get(record.mapRunArn);
    if (known) known.record = frozen;
    else this.#byArn.set(record.mapRunArn, { record: frozen, children: [] });
  }

  get(mapRunArn: string): MapRunRecord | undefined {
    return this.#byArn.get(mapRunArn)?.record;
  }

  ofExecution(executionArn: string): readonly MapRunRecord[] {
    return this.#records().filter((record) => record.executionArn === executionArn);
  }

  open(): readonly MapRunRecord[] {
    return this.#records().filter((record) => record.status === 'RUNNING');
  }

  #records(): MapRunRecord[] {
    return Array.from(this.#byArn.values(), ({ record }) => record).reverse();
  }

  async append(mapRunArn: string, children: readonly MapRunChild[]): Promise<void> {
    const entry = this.#byArn.get(mapRunArn);
    if (!entry) throw new Error(`the map run ${mapRunArn} has no record`);
    for (const child of children) {
      while (entry.children.length < child.index) entry.children.push(undefined);
      entry.children[child.index] = Object.freeze({ ...child });
    }
  }

  children(mapRunArn: string, after: number, limit: number): readonly MapRunChild[] {
    const all = this.#byArn.get(mapRunArn)?.children ?? [];
    const found: MapRunChild[] = [];
    for (let index = after + 1; index < all.length && found.length < limit; index++) {
      const child = all[index];
      if (child) found.push(child);
    }
    return found;
  }

  endedAs(
    mapRunArn: string,
    statuses: readonly MapRunChildStatus[],
    after: number,
    limit: number,
  ): readonly MapRunChild[] {
    const wanted = this.children(mapRunArn, after, Infinity).filter(({ status }) => statuses.includes(status));
    return wanted.slice(0, limit);
  }

  sums(mapRunArn: string): readonly MapRunSum[] {
    const sums = new Map<MapRunChildStatus, { children: number; items: number }>();
    for (const { status, items } of this.children(mapRunArn, -1, Infinity)) {
      const sum = sums.get(status) ?? { children: 0, items: 0 };
      sums.set(status, { children: sum.children + 1, items: sum.items + items });
    }
    return Array.from(sums, ([status, sum]) => ({ status, ...sum }));
  }

  outcomes(mapRunArn: string, after: number, limit: number): readonly MapRunOutcome[] {
    return this.children(mapRunArn, after, limit).map(({ index, status, items, stopMs }) => ({
      index,
      status,
      items,
      stopMs,
    }));
  }
}
