/**
 * What dynalite's actions see as their storage: the tables, items, indexes and tags of one account in one region.
 *
 * S1 Every read and write ends before it returns, so an action runs to its end inside one transaction and needs no locks. S2 Only a stream
 * waits for the next tick. S3 An item of a table with a time to live is noted with its time when it is written (see `time-to-live.ts`).
 */
import { resourceNotFound } from './dynamodb-errors.ts';
import { EntryStream, type StreamRange } from './entry-stream.ts';
import type { TableDatabase } from './table-database.ts';
import type { Item, TableRecord } from './table-record.ts';
import { noteExpiry } from './time-to-live.ts';

type Done<T = void> = (error: unknown, value?: T) => void;

interface Batched {
  readonly type: 'put' | 'del';
  readonly key: string;
  readonly value?: unknown;
}

/** One ordered set of JSON values, in LevelDB's manner. */
class SubDatabase {
  readonly #database: TableDatabase;
  readonly #space: string;
  readonly #onPut: ((key: string, value: unknown) => void) | undefined;

  constructor(database: TableDatabase, space: string, onPut?: (key: string, value: unknown) => void) {
    this.#database = database;
    this.#space = space;
    this.#onPut = onPut;
  }

  /** Nobody else can run before an action has ended. */
  lock(_key: string, work: (release: <F>(done: F) => F) => void): void {
    work((done) => done);
  }

  get(key: string, done: Done<unknown>): void {
    const text = this.#database.get(this.#space, key);
    done(null, text === undefined ? undefined : JSON.parse(text));
  }

  put(key: string, value: unknown, done: Done): void {
    this.#database.put(this.#space, key, JSON.stringify(value));
    this.#onPut?.(key, value);
    done(null);
  }

  del(key: string, done: Done): void {
    this.#database.delete(this.#space, key);
    done(null);
  }

  batch(operations: readonly Batched[], done: Done): void {
    for (const { type, key, value } of operations) {
      if (type === 'put') this.#database.put(this.#space, key, JSON.stringify(value));
      else this.#database.delete(this.#space, key);
    }
    done(null);
  }

  createKeyStream(range: StreamRange = {}): EntryStream {
    return new EntryStream(this.#database, this.#space, range, 'keys');
  }

  createValueStream(range: StreamRange = {}): EntryStream {
    return new EntryStream(this.#database, this.#space, range, 'values');
  }
}

const MAX_ITEM_BYTES = 409_600;

export class DynaliteStore {
  readonly options = { maxItemSize: MAX_ITEM_BYTES };
  /** Read by dynalite's checks for the wording of errors. */
  readonly tableDb: { readonly awsAccountId: string; readonly awsRegion: string };
  readonly database: TableDatabase;
  readonly #prefix: string;
  readonly #tables = new Map<string, TableRecord>();
  #epoch = 0;

  constructor(database: TableDatabase, account: string, region: string) {
    this.database = database;
    this.tableDb = { awsAccountId: account, awsRegion: region };
    this.#prefix = `${account}/${region}/`;
  }

  /** dynalite's door to `findTable`; `checked` is left out by operations on items. */
  getTable(name: string, checked: boolean | Done<TableRecord>, done?: Done<TableRecord>): void {
    const callback = (typeof checked === 'function' ? checked : done) as Done<TableRecord>;
    const table = this.findTable(name);
    if (table) callback(null, table);
    else callback(missing(name, typeof checked !== 'function'));
  }

  /** Not to be changed: it is shared. */
  findTable(name: string): TableRecord | undefined {
    if (this.#epoch !== this.database.epoch) this.#tables.clear();
    this.#epoch = this.database.epoch;
    const known = this.#tables.get(name);
    if (known) return known;
    const text = this.database.get(this.tablesSpace, name);
    if (text === undefined) return undefined;
    const table = JSON.parse(text) as TableRecord;
    this.#tables.set(name, table);
    return table;
  }

  putTable(table: TableRecord): void {
    this.database.put(this.tablesSpace, table.TableName, JSON.stringify(table));
    this.#tables.delete(table.TableName);
  }

  deleteTable(table: TableRecord): void {
    const { TableName: name } = table;
    this.database.delete(this.tablesSpace, name);
    this.#tables.delete(name);
    for (const space of [this.itemsSpace(name), this.tagsSpace(name), this.expiriesSpace(name)])
      this.database.drop(space);
    for (const index of table.LocalSecondaryIndexes ?? []) this.dropIndex('local', name, index.IndexName);
    for (const index of table.GlobalSecondaryIndexes ?? []) this.dropIndex('global', name, index.IndexName);
  }

  dropIndex(type: string, table: string, index: string): void {
    this.database.drop(this.indexSpace(type, table, index));
  }

  get tablesSpace(): string {
    return `${this.#prefix}tables`;
  }

  itemsSpace(table: string): string {
    return `${this.#prefix}items/${table}`;
  }

  indexSpace(type: string, table: string, index: string): string {
    return `${this.#prefix}${type.toLowerCase()}-index/${table}/${index}`;
  }

  tagsSpace(table: string): string {
    return `${this.#prefix}tags/${table}`;
  }

  expiriesSpace(table: string): string {
    return `${this.#prefix}expiries/${table}`;
  }

  get tokensSpace(): string {
    return `${this.#prefix}tokens`;
  }

  getItemDb(table: string): SubDatabase {
    const attribute = this.findTable(table)?.timeToLive;
    const note = (key: string, value: unknown): void =>
      noteExpiry(this, table, attribute as string, key, value as Item);
    return new SubDatabase(this.database, this.itemsSpace(table), attribute === undefined ? undefined : note);
  }

  getIndexDb(type: string, table: string, index: string): SubDatabase {
    return new SubDatabase(this.database, this.indexSpace(type, table, index));
  }

  getTagDb(table: string): SubDatabase {
    return new SubDatabase(this.database, this.tagsSpace(table));
  }

  getItem(table: string, key: string): Item | undefined {
    const text = this.database.get(this.itemsSpace(table), key);
    return text === undefined ? undefined : (JSON.parse(text) as Item);
  }

  /** Every item of a table, chunk by chunk. */
  *items(table: string): Generator<{ readonly key: string; readonly item: Item }> {
    let after: string | undefined;
    for (;;) {
      const entries = this.database.entries(this.itemsSpace(table), after === undefined ? {} : { gt: after }, 256);
      for (const { key, value } of entries) yield { key, item: JSON.parse(value) as Item };
      after = entries.at(-1)?.key;
      if (after === undefined) return;
    }
  }
}

/** In the form of dynalite's own errors: its actions look into them. */
function missing(name: string, isNamed: boolean): Error {
  const { code, message } = resourceNotFound();
  const text = isNamed ? `${message}: Table: ${name} not found` : message;
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: text };
  return Object.assign(new Error(text), { name: 'NotFoundError', statusCode: 400, body });
}
