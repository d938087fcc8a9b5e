/**
 * Group commit: everything that is asked for in one tick shares one transaction and one sync.
 *
 * Q1 A write that its `check` refuses is left out, and the others go on. Q2 A write that fails while it is applied takes the whole
 * transaction with it: every write of the group rejects, and nothing of it is on disk. Q3 Writes apply in the order of their arrival.
 * Q4 After `close` writes reject: the database is touched no more.
 */
import { EngineError } from '../runtime/engine-error.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

export interface Write {
  /** Throws when the write must not happen; changes nothing. Sees the writes before it. */
  check?(): void;
  apply(): void;
}

/** Told of the fate of each transaction, to keep what is cached beside the file true to it. */
export interface WriteObserver {
  /** Inside the transaction, after all writes. */
  beforeCommit?(): void;
  committed?(): void;
  rolledBack?(): void;
}

interface Pending extends Write {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class WriteQueue {
  readonly #database: SqliteDatabase;
  readonly #observers: WriteObserver[] = [];
  #pending: Pending[] = [];
  #isClosed = false;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  observe(observer: WriteObserver): void {
    this.#observers.push(observer);
  }

  /** Resolves once the write is on disk. */
  write(write: Write): Promise<void> {
    if (this.#isClosed) return Promise.reject(new EngineError('StoreClosed', 'The store is closed.'));
    return new Promise((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.flush());
      this.#pending.push({ check: write.check?.bind(write), apply: write.apply.bind(write), resolve, reject });
    });
  }

  /** Writes what is pending now, for a reader that must see it. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const group = this.#pending;
    this.#pending = [];
    let written: readonly Pending[];
    try {
      written = this.#transaction(group);
    } catch (error) {
      for (const write of group) write.reject(error);
      return;
    }
    for (const write of written) write.resolve();
  }

  /** Writes what is pending, and nothing after that. */
  close(): void {
    this.flush();
    this.#isClosed = true;
  }

  #transaction(group: readonly Pending[]): readonly Pending[] {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const written = group.filter((write) => this.#applyUnlessRefused(write));
      for (const observer of this.#observers) observer.beforeCommit?.();
      this.#database.exec('COMMIT');
      for (const observer of this.#observers) observer.committed?.();
      return written;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      for (const observer of this.#observers) observer.rolledBack?.();
      throw error;
    }
  }

  #applyUnlessRefused(write: Pending): boolean {
    try {
      write.check?.();
    } catch (refusal) {
      write.reject(refusal);
      return false;
    }
    write.apply();
    return true;
  }
}
