/** A table's record as AWS describes it. */
import type { DynaliteStore } from './dynalite-store.ts';
import type { IndexRecord, TableRecord } from './table-record.ts';

/** Up to here counting is quick enough to do at every description. */
const COUNTED_EACH_TIME = 20_000;
const KEPT_MS = 60_000;

interface Measure {
  readonly count: number;
  readonly bytes: number;
  readonly atMs: number;
}

const measured = new WeakMap<DynaliteStore, Map<string, Measure>>();

/** With its number of items and its size, which AWS counts every six hours; here they are at most a minute old. */
export function describeWithSizes(store: DynaliteStore, table: TableRecord, nowMs: number): TableRecord {
  const sizeOf = (space: string): Measure => measure(store, space, nowMs);
  const items = sizeOf(store.itemsSpace(table.TableName));
  const indexes = (list: readonly IndexRecord[] | undefined, type: string): IndexRecord[] | undefined =>
    list?.map((index) => {
      const { count, bytes } = sizeOf(store.indexSpace(type, table.TableName, index.IndexName));
      return { ...index, ItemCount: count, IndexSizeBytes: bytes };
    });
  return {
    ...table,
    ItemCount: items.count,
    TableSizeBytes: items.bytes,
    LocalSecondaryIndexes: indexes(table.LocalSecondaryIndexes, 'local'),
    GlobalSecondaryIndexes: indexes(table.GlobalSecondaryIndexes, 'global'),
  };
}

function measure(store: DynaliteStore, space: string, nowMs: number): Measure {
  let known = measured.get(store);
  if (!known) {
    known = new Map();
    measured.set(store, known);
  }
  const last = known.get(space);
  if (last && last.count > COUNTED_EACH_TIME && nowMs - last.atMs < KEPT_MS) return last;
  const fresh = { ...store.database.measure(space), atMs: nowMs };
  known.set(space, fresh);
  return fresh;
}

/** As the answer to the call that changes it says: the change is under way. */
export function describeAs(table: TableRecord, status: string): TableRecord {
  const global = table.GlobalSecondaryIndexes?.map((index) => ({
    ...index,
    IndexStatus: status === 'CREATING' ? status : (index.IndexStatus as string),
  }));
  return { ...table, TableStatus: status, GlobalSecondaryIndexes: global };
}
