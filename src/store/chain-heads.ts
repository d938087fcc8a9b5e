/**
 * Where the chain of each recently active execution ends. A step then costs one appended row and no update elsewhere.
 *
 * H1 What `executions` does not say about a chain's end is either in memory here or in the journal after `checkpoint_row`.
 * H2 A checkpoint writes all ends that `executions` lacks, and only then moves `checkpoint_row`.
 * H3 A transaction that rolls back leaves no trace here.
 */
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts';
import type { WriteQueue } from './write-queue.ts';

export interface ChainHead {
  readonly id: number;
  readonly row: number;
  readonly length: number;
  readonly wakeAtMs: number | null;
  readonly idle: boolean;
  /** Whether `executions` lacks it. */
  readonly dirty: boolean;
  /** Whether the execution has ended: its head is in `executions` for good, and not kept here. */
  readonly closed: boolean;
}

/** Bounds of what a restart has to scan, and of what memory holds. */
const MAX_ROWS_AFTER_CHECKPOINT = 50_000;
const MAX_HEADS = 20_000;

export class ChainHeads {
  readonly #heads = new Map<string, ChainHead>();
  /** Of the transaction under way; `undefined` for a removed execution. */
  #staged = new Map<string, ChainHead | undefined>();
  #dirty = 0;
  #lastRow: number;
  #checkpointRow: number;
  #stagedCheckpoint = false;
  readonly #database: SqliteDatabase;
  readonly #find: SqliteStatement;
  readonly #update: SqliteStatement;
  readonly #mark: SqliteStatement;

  constructor(database: SqliteDatabase, queue: WriteQueue) {
    this.#database = database;
    this.#find = database.prepare(
      'SELECT id, head_row AS row, length, wake_at_ms AS wakeAtMs, idle FROM executions WHERE arn = ?',
    );
    this.#update = database.prepare(
      'UPDATE executions SET head_row = ?, length = ?, wake_at_ms = ?, idle = ? WHERE id = ? AND head_row < ? AND status = 0',
    );
    this.#mark = database.prepare('UPDATE checkpoint SET checkpoint_row = ?');
    this.#lastRow = value(database, 'SELECT max(row_id) AS value FROM journal');
    this.#checkpointRow = value(database, 'SELECT checkpoint_row AS value FROM checkpoint');
    this.#recover();
    queue.observe({
      beforeCommit: () => this.#checkpointIfLong(),
      committed: () => this.#merge(),
      rolledBack: () => this.#discard(),
    });
  }

  nextRow(): number {
    this.#lastRow += 1;
    return this.#lastRow;
  }

  get(executionArn: string): ChainHead | undefined {
    if (this.#staged.has(executionArn)) return this.#staged.get(executionArn);
    const known = this.#heads.get(executionArn);
    if (known) return known;
    const found = this.#find.get(executionArn) as HeadRow | undefined;
    if (!found) return undefined;
    return headOf(found, false);
  }

  /** Within the transaction; `undefined` when the execution is gone. */
  stage(executionArn: string, head: ChainHead | undefined): void {
    this.#staged.set(executionArn, head);
  }

  /** Makes `executions` complete, for a reader that goes by its columns. */
  checkpoint(): void {
    if (this.#dirty === 0) return;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      this.#write();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      this.#stagedCheckpoint = false;
      throw error;
    }
    this.#clean();
  }

  #checkpointIfLong(): void {
    const isLong = this.#lastRow - this.#checkpointRow > MAX_ROWS_AFTER_CHECKPOINT;
    if (isLong || this.#heads.size > MAX_HEADS) this.#write();
  }

  #write(): void {
    for (const [executionArn, head] of this.#heads) {
      if (head.dirty && !this.#staged.has(executionArn)) this.#writeHead(head);
    }
    for (const head of this.#staged.values()) {
      if (head?.dirty) this.#writeHead(head);
    }
    this.#mark.run(this.#lastRow);
    this.#stagedCheckpoint = true;
  }

  #writeHead({ id, row, length, wakeAtMs, idle }: ChainHead): void {
    this.#update.run(row, length, wakeAtMs, idle ? 1 : 0, id, row);
  }

  #merge(): void {
    if (this.#stagedCheckpoint) this.#clean();
    else for (const [executionArn, head] of this.#staged) this.#set(executionArn, head);
    this.#staged = new Map();
  }

  #set(executionArn: string, head: ChainHead | undefined): void {
    if (this.#heads.get(executionArn)?.dirty) this.#dirty -= 1;
    if (!head || head.closed) this.#heads.delete(executionArn);
    else {
      this.#heads.set(executionArn, head);
      if (head.dirty) this.#dirty += 1;
    }
  }

  /** After a checkpoint all is in the file: active executions come back with their next step. */
  #clean(): void {
    this.#heads.clear();
    this.#dirty = 0;
    this.#checkpointRow = this.#lastRow;
    this.#stagedCheckpoint = false;
  }

  #discard(): void {
    this.#staged = new Map();
    this.#stagedCheckpoint = false;
  }

  /** Reads what the journal has beyond the last checkpoint: rows' heads only, never their histories. */
  #recover(): void {
    if (this.#lastRow <= this.#checkpointRow) return;
    const rows = this.#database
      .prepare(
        'SELECT execution_id AS id, row_id AS row, length, wake_at_ms AS wakeAtMs, idle FROM journal WHERE row_id > ? ORDER BY row_id',
      )
      .all(this.#checkpointRow) as HeadRow[];
    const last = new Map(rows.map((row) => [row.id, headOf(row, true)]));
    this.#database.exec('BEGIN IMMEDIATE');
    for (const head of last.values()) this.#writeHead(head);
    this.#mark.run(this.#lastRow);
    this.#database.exec('COMMIT');
    this.#checkpointRow = this.#lastRow;
  }
}

type HeadRow = Pick<ChainHead, 'id' | 'row' | 'length' | 'wakeAtMs'> & { readonly idle: number };

function headOf({ id, row, length, wakeAtMs, idle }: HeadRow, dirty: boolean): ChainHead {
  return { id, row, length, wakeAtMs, idle: idle === 1, dirty, closed: false };
}

function value(database: SqliteDatabase, sql: string): number {
  const row = database.prepare(sql).get() as { value: number | null } | undefined;
  return row?.value ?? 0;
}
