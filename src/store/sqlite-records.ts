/**
 * Records in SQLite. A write is visible to readers of this process at once, so that two requests of one tick see each other, and is
 * acknowledged when it is on disk. If its transaction fails, it disappears again.
 */
import type { RecordChange, RecordCollection, Records } from './records.ts';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts';
import type { WriteQueue } from './write-queue.ts';

type ListOptions = { readonly prefix?: string; readonly after?: string; readonly limit?: number };

/** Beyond every key that starts with a given prefix: the last code point is no character. */
const LAST = '\u{10FFFF}';

export class SqliteRecords implements Records {
  readonly #queue: WriteQueue;
  /** Not yet on disk: the text, or `null` for a deletion. */
  readonly #pending = new Map<string, string | null>();
  readonly #get: SqliteStatement;
  readonly #put: SqliteStatement;
  readonly #delete: SqliteStatement;
  readonly #list: SqliteStatement;
  readonly #count: SqliteStatement;

  constructor(database: SqliteDatabase, queue: WriteQueue) {
    this.#queue = queue;
    this.#get = database.prepare('SELECT value FROM records WHERE collection = ? AND key = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO records VALUES (?, ?, ?)');
    this.#delete = database.prepare('DELETE FROM records WHERE collection = ? AND key = ?');
    const range = 'FROM records WHERE collection = ? AND key >= ? AND key < ?';
    this.#list = database.prepare(`SELECT key, value ${range} AND key > ? ORDER BY key LIMIT ?`);
    this.#count = database.prepare(`SELECT count(*) AS count ${range}`);
    const clear = (): void => this.#pending.clear();
    queue.observe({ committed: clear, rolledBack: clear });
  }

  collection<T>(name: string): RecordCollection<T> {
    return {
      get: (key) => parse<T>(this.#text(name, key)),
      has: (key) => this.#text(name, key) !== undefined,
      put: (key, value) => this.write([{ type: 'put', collection: name, key, value }]),
      delete: async (key) => {
        if (this.#text(name, key) === undefined) return false;
        await this.write([{ type: 'delete', collection: name, key }]);
        return true;
      },
      list: (options) => this.#listed<T>(name, options ?? {}),
      count: (prefix = '') => {
        this.#queue.flush();
        return (this.#count.get(name, prefix, prefix + LAST) as { count: number }).count;
      },
    };
  }

  write(changes: readonly RecordChange[]): Promise<void> {
    const writes = changes.map((change) => ({ ...change, text: change.type === 'put' ? toText(change.value) : null }));
    for (const { collection, key, text } of writes) this.#pending.set(place(collection, key), text);
    return this.#queue.write({
      apply: () => {
        for (const { collection, key, text } of writes) {
          if (text === null) this.#delete.run(collection, key);
          else this.#put.run(collection, key, text);
        }
      },
    });
  }

  #text(collection: string, key: string): string | undefined {
    const pending = this.#pending.get(place(collection, key));
    if (pending !== undefined) return pending ?? undefined;
    return (this.#get.get(collection, key) as { value: string } | undefined)?.value;
  }

  #listed<T>(collection: string, { prefix = '', after, limit }: ListOptions) {
    this.#queue.flush();
    const rows = this.#list.all(collection, prefix, prefix + LAST, after ?? '', limit ?? -1);
    return (rows as { key: string; value: string }[]).map(({ key, value }) => ({ key, value: JSON.parse(value) as T }));
  }
}

function place(collection: string, key: string): string {
  return `${collection}\u0000${key}`;
}

function toText(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`a record must be JSON, got ${typeof value}`);
  return text;
}

function parse<T>(text: string | undefined): T | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as T);
}
