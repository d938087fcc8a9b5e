/** Gives the long names that recur in every execution (ARNs of machines, revisions) a small number each. */
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts';
import type { WriteQueue } from './write-queue.ts';

/** Names beyond this many are read from the file again: a map run each would otherwise stay in memory for ever. */
const MAX_CACHED = 10_000;

export class NameTable {
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();
  readonly #insert: SqliteStatement;
  readonly #idOf: SqliteStatement;
  readonly #nameOf: SqliteStatement;

  constructor(database: SqliteDatabase, queue: WriteQueue) {
    this.#insert = database.prepare('INSERT INTO names (name) VALUES (?) RETURNING id');
    this.#idOf = database.prepare('SELECT id FROM names WHERE name = ?');
    this.#nameOf = database.prepare('SELECT name FROM names WHERE id = ?');
    queue.observe({ rolledBack: () => this.#forget() });
  }

  /** Inside a transaction only: an unknown name is written. */
  intern(name: string): number {
    return this.find(name) ?? this.#remember((this.#insert.get(name) as { id: number }).id, name);
  }

  internOptional(name: string | undefined): number | null {
    return name === undefined ? null : this.intern(name);
  }

  find(name: string): number | undefined {
    const cached = this.#ids.get(name);
    if (cached !== undefined) return cached;
    const row = this.#idOf.get(name) as { id: number } | undefined;
    return row && this.#remember(row.id, name);
  }

  name(id: number): string {
    const cached = this.#names.get(id);
    if (cached !== undefined) return cached;
    const row = this.#nameOf.get(id) as { name: string };
    this.#remember(id, row.name);
    return row.name;
  }

  #remember(id: number, name: string): number {
    if (this.#ids.size >= MAX_CACHED) this.#forget();
    this.#ids.set(name, id);
    this.#names.set(id, name);
    return id;
  }

  #forget(): void {
    this.#ids.clear();
    this.#names.clear();
  }
}
