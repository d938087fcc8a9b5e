/**
 * The bytes under all tables: one SQLite file of ordered key spaces, written in groups.
 *
 * T1 `run` is atomic: what its work wrote is there whole or not at all, also after a crash. T2 `run` and `read` settle after the sync
 * of everything that they saw: nobody is told of what could still be lost. T3 Everything asked for in one tick shares one sync.
 * T4 `epoch` changes whenever writes were taken back: whatever was cached from before is void.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

export interface Entry {
  readonly key: string;
  readonly value: string;
}

/** Bounds of keys, as LevelDB's users write them. */
export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
}

interface Waiting {
  settle(): void;
  reject(error: unknown): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS space (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
  CREATE TABLE IF NOT EXISTS entry (space INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (space, key)) WITHOUT ROWID;
`;
/** Rows of a dropped space that go at once, between other work. */
const SWEEP_ROWS = 2_000;

export class TableDatabase {
  readonly #database: Database.Database;
  readonly #spaces = new Map<string, number>();
  readonly #get: Database.Statement;
  readonly #put: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #ranges = new Map<string, Database.Statement>();
  #waiting: Waiting[] = [];
  #open = false;
  #closed = false;
  #sweep: NodeJS.Immediate | undefined;
  #epoch = 0;

  /** `directory` absent: in memory, gone with `close`. */
  constructor(directory: string | undefined) {
    if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#database = new Database(directory === undefined ? ':memory:' : join(directory, 'tables.db'));
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000;');
    this.#database.exec(SCHEMA);
    this.#get = this.#database.prepare('SELECT value FROM entry WHERE space = ? AND key = ?');
    this.#put = this.#database.prepare('INSERT OR REPLACE INTO entry (space, key, value) VALUES (?, ?, ?)');
    this.#delete = this.#database.prepare('DELETE FROM entry WHERE space = ? AND key = ?');
    this.#scheduleSweep();
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Does synchronous work that writes; its error takes back what it wrote. */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#begin();
      let settle: () => void;
      this.#database.exec('SAVEPOINT work');
      try {
        const value = work();
        settle = () => resolve(value);
      } catch (error) {
        this.#database.exec('ROLLBACK TO work');
        this.#forget();
        settle = () => reject(error);
      }
      this.#database.exec('RELEASE work');
      this.#waiting.push({ settle, reject });
    });
  }

  /** Does work that only reads, and may take its time. */
  async read<T>(work: () => T | Promise<T>): Promise<T> {
    const value = await work();
    if (this.#open) await new Promise<void>((settle, reject) => this.#waiting.push({ settle, reject }));
    return value;
  }

  get(space: string, key: string): string | undefined {
    const id = this.#find(space);
    return id === undefined ? undefined : (this.#get.get(id, key) as { value: string } | undefined)?.value;
  }

  put(space: string, key: string, value: string): void {
    this.#put.run(this.#find(space) ?? this.#create(space), key, value);
  }

  delete(space: string, key: string): void {
    const id = this.#find(space);
    if (id !== undefined) this.#delete.run(id, key);
  }

  /** At most `count` entries in the order of their keys. */
  entries(space: string, range: KeyRange, count: number): readonly Entry[] {
    const id = this.#find(space);
    if (id === undefined) return [];
    const low = range.gt ?? range.gte;
    const high = range.lt ?? range.lte;
    const conditions = [
      'space = ?',
      ...(low === undefined ? [] : [range.gt === undefined ? 'key >= ?' : 'key > ?']),
      ...(high === undefined ? [] : [range.lt === undefined ? 'key <= ?' : 'key < ?']),
    ];
    const order = range.reverse ? 'DESC' : 'ASC';
    const sql = `SELECT key, value FROM entry WHERE ${conditions.join(' AND ')} ORDER BY key ${order} LIMIT ?`;
    let statement = this.#ranges.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#ranges.set(sql, statement);
    }
    const bounds = [low, high].filter((bound) => bound !== undefined);
    return statement.all(id, ...bounds, count) as Entry[];
  }

  /** How many entries a space has, and the length of their values. */
  measure(space: string): { readonly count: number; readonly bytes: number } {
    const id = this.#find(space);
    if (id === undefined) return { count: 0, bytes: 0 };
    const sql = 'SELECT count(*) AS count, coalesce(sum(length(value)), 0) AS bytes FROM entry WHERE space = ?';
    return this.#database.prepare(sql).get(id) as { count: number; bytes: number };
  }

  /** Empties a space at once; its rows go later, little by little. */
  drop(space: string): void {
    this.#database.prepare('UPDATE space SET name = NULL WHERE name = ?').run(space);
    this.#spaces.delete(space);
    this.#scheduleSweep();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearImmediate(this.#sweep);
    if (this.#open) this.#commit();
    this.#database.close();
  }

  #begin(): void {
    if (this.#closed) throw new Error('The tables are closed');
    if (this.#open) return;
    this.#database.exec('BEGIN IMMEDIATE');
    this.#open = true;
    setImmediate(() => {
      if (this.#open) this.#commit();
    });
  }

  #commit(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#open = false;
    try {
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      this.#forget();
      for (const { reject } of waiting) reject(error);
      return;
    }
    for (const { settle } of waiting) settle();
  }

  /** Spaces may have been made by what was taken back. */
  #forget(): void {
    this.#epoch++;
    this.#spaces.clear();
  }

  #find(space: string): number | undefined {
    const known = this.#spaces.get(space);
    if (known !== undefined) return known;
    const found = this.#database.prepare('SELECT id FROM space WHERE name = ?').get(space) as
      | { id: number }
      | undefined;
    if (found) this.#spaces.set(space, found.id);
    return found?.id;
  }

  #create(space: string): number {
    const id = Number(this.#database.prepare('INSERT INTO space (name) VALUES (?)').run(space).lastInsertRowid);
    this.#spaces.set(space, id);
    return id;
  }

  #scheduleSweep(): void {
    this.#sweep ??= setImmediate(() => {
      this.#sweep = undefined;
      if (!this.#closed && !this.#open && this.#sweepSome()) this.#scheduleSweep();
      else if (this.#open) this.#scheduleSweep();
    });
  }

  /** Whether anything may be left. */
  #sweepSome(): boolean {
    const found = this.#database.prepare('SELECT id FROM space WHERE name IS NULL LIMIT 1').get();
    if (!found) return false;
    const { id } = found as { id: number };
    const some = 'SELECT key FROM entry WHERE space = ? LIMIT ?';
    const { changes } = this.#database
      .prepare(`DELETE FROM entry WHERE space = ? AND key IN (${some})`)
      .run(id, id, SWEEP_ROWS);
    if (changes < SWEEP_ROWS) this.#database.prepare('DELETE FROM space WHERE id = ?').run(id);
    return true;
  }
}
