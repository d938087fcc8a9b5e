/**
 * Items that end by themselves: an attribute holds the epoch second after which an item may go.
 *
 * X1 A note is kept for each time that an item was written with; it is only a hint, the item itself says whether it is due. X2 A time more
 * than five years ago counts as none, as at AWS: it is rather a mistake. X3 An expired item leaves the indexes with it.
 */
import { act, rules } from './dynalite.ts';
import type { DynaliteStore } from './dynalite-store.ts';
import type { Item, TableRecord } from './table-record.ts';

const FIVE_YEARS_SECONDS = 5 * 365 * 86_400;
/** Digits of a time in a note's key, so that keys sort by time. */
const DIGITS = 13;
const PER_ROUND = 500;

export function noteExpiry(store: DynaliteStore, table: string, attribute: string, key: string, item: Item): void {
  const seconds = expirySeconds(item, attribute);
  if (seconds !== undefined) store.database.put(store.expiriesSpace(table), `${pad(seconds)}/${key}`, '0');
}

/** Notes what a table already holds when its time to live is switched on. */
export function noteAllExpiries(store: DynaliteStore, table: string, attribute: string): void {
  for (const { key, item } of store.items(table)) noteExpiry(store, table, attribute, key, item);
}

/** Deletes what is due, a round at most. Whether more may be due. */
export function expireItems(store: DynaliteStore, table: TableRecord, nowMs: number): boolean {
  const attribute = table.timeToLive as string;
  const nowSeconds = Math.floor(nowMs / 1000);
  const space = store.expiriesSpace(table.TableName);
  const due = store.database.entries(space, { lt: pad(nowSeconds) }, PER_ROUND);
  for (const { key: note } of due) {
    const key = note.slice(DIGITS + 1);
    const item = store.getItem(table.TableName, key);
    const seconds = item && expirySeconds(item, attribute);
    if (item && seconds !== undefined && seconds < nowSeconds && seconds > nowSeconds - FIVE_YEARS_SECONDS) {
      act('deleteItem', store, { TableName: table.TableName, Key: keyOf(item, table) });
    }
    store.database.delete(space, note);
  }
  return due.length === PER_ROUND;
}

/** Whether a read would find an item that is due; used by tests and the sweeper alike. */
export function expirySeconds(item: Item, attribute: string): number | undefined {
  const number = Object.hasOwn(item, attribute) ? Number(item[attribute]?.['N']) : Number.NaN;
  return Number.isFinite(number) && number > 0 && number < 10 ** DIGITS ? Math.floor(number) : undefined;
}

export function keyOf(item: Item, table: TableRecord): Item {
  return Object.fromEntries(table.KeySchema.map(({ AttributeName: name }) => [name, item[name] as Item[string]]));
}

/** Where an item with this key is kept. */
export function storageKey(item: Item, table: TableRecord): string {
  return rules().createKey(item, table);
}

const pad = (seconds: number): string => String(seconds).padStart(DIGITS, '0');
