/** The journal in SQLite: rows in append order, chained per execution. */
import { ChainHeads } from './chain-heads.ts';
import type {
  DueExecution,
  ExecutionFilter,
  ExecutionRecord,
  Journal,
  OpenExecution,
  Page,
  StepCommit,
  StoredExecution,
} from './journal.ts';
import { JournalConflict } from './journal.ts';
import type { NameTable } from './name-table.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { decodeRow, encodeRow } from './row-codec.ts';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts';
import { SqliteExecutions } from './sqlite-executions.ts';
import type { WriteQueue } from './write-queue.ts';

export class SqliteJournal implements Journal {
  readonly #queue: WriteQueue;
  readonly #heads: ChainHeads;
  readonly #executions: SqliteExecutions;
  readonly #append: SqliteStatement;
  readonly #row: SqliteStatement;
  readonly #deleteRow: SqliteStatement;
  readonly #open: SqliteStatement;
  readonly #openOfIdle: SqliteStatement;
  readonly #due: SqliteStatement;

  constructor(database: SqliteDatabase, queue: WriteQueue, names: NameTable) {
    this.#queue = queue;
    this.#heads = new ChainHeads(database, queue);
    this.#executions = new SqliteExecutions(database, names);
    this.#append = database.prepare('INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#row = database.prepare('SELECT previous_row, history FROM journal WHERE row_id = ?');
    this.#deleteRow = database.prepare('DELETE FROM journal WHERE row_id = ?');
    const open = 'SELECT id, arn, wake_at_ms, idle FROM executions WHERE status = 0 AND id > ?';
    this.#open = database.prepare(`${open} ORDER BY id LIMIT ?`);
    this.#openOfIdle = database.prepare(`${open} AND idle = ? ORDER BY id LIMIT ?`);
    this.#due = database.prepare(
      `SELECT id, arn, wake_at_ms FROM executions WHERE wake_at_ms >= ? AND wake_at_ms < ? AND (wake_at_ms, id) > (?, ?)
       ORDER BY wake_at_ms, id LIMIT ?`,
    );
  }

  commit(group: readonly StepCommit[]): Promise<void> {
    // Encoded at once: the caller's objects are as they are now, and a value without JSON must not break others' transaction.
    const rows = group.map((commit) => encodeRow(commit.history));
    return this.#queue.write({
      check: () => this.#check(group),
      apply: () => {
        group.forEach((commit, index) => {
          this.#apply(commit, rows[index]!);
        });
      },
    });
  }

  #check(group: readonly StepCommit[]): void {
    const lengths = new Map<string, number>();
    for (const { executionArn, expectedLength, record } of group) {
      const length = lengths.get(executionArn) ?? this.#heads.get(executionArn)?.length ?? 0;
      if (length !== expectedLength) throw new JournalConflict(executionArn, expectedLength, length);
      if (expectedLength === 0 && !record) throw new Error(`the first commit of ${executionArn} has no record`);
      if (group.length > 1) lengths.set(executionArn, length + 1);
    }
  }

  #apply(commit: StepCommit, row: string): void {
    const { executionArn, record } = commit;
    const previous = this.#heads.get(executionArn);
    if (commit.remove) {
      if (previous) this.#remove(previous.id, previous.row);
      this.#heads.stage(executionArn, undefined);
      return;
    }
    const closed = record !== undefined && record.status !== 'RUNNING';
    const wakeAtMs = commit.wakeAtMs === undefined ? (previous?.wakeAtMs ?? null) : commit.wakeAtMs;
    const head = {
      id: previous?.id ?? this.#executions.nextId(),
      row: this.#heads.nextRow(),
      length: commit.expectedLength + 1,
      wakeAtMs: closed ? null : wakeAtMs,
      idle: commit.idle ?? false,
      dirty: !record,
      closed,
    };
    const idle = head.idle ? 1 : 0;
    this.#append.run(head.row, head.id, previous?.row ?? 0, head.length, head.wakeAtMs, idle, row);
    if (!previous) this.#executions.insert(record!, head);
    else if (record) this.#executions.update(record, head);
    this.#heads.stage(executionArn, head);
  }

  #remove(id: number, head: number): void {
    for (let row = head; row !== 0; ) {
      const { previous_row: previous } = this.#row.get(row) as { previous_row: number };
      this.#deleteRow.run(row);
      row = previous;
    }
    this.#executions.delete(id);
  }

  async read(executionArn: string): Promise<StoredExecution | undefined> {
    const head = this.#heads.get(executionArn);
    const record = head && this.#executions.find(executionArn);
    if (!head || !record) return undefined;
    const texts: string[] = [];
    for (let row = head.row; row !== 0; ) {
      const found = this.#row.get(row) as { previous_row: number; history: string };
      texts.push(found.history);
      row = found.previous_row;
    }
    return { history: texts.reverse().flatMap(decodeRow), length: head.length, record };
  }

  async record(executionArn: string): Promise<ExecutionRecord | undefined> {
    return this.#executions.find(executionArn);
  }

  async list(filter: ExecutionFilter, limit: number, after?: string): Promise<Page<ExecutionRecord>> {
    const [beforeId] = after === undefined ? [Number.MAX_SAFE_INTEGER] : decodePageToken(after, 1);
    const rows = this.#executions.list(filter, limit + 1, beforeId!);
    return page(
      rows,
      limit,
      (row) => this.#executions.record(row),
      (row) => encodePageToken(row.id),
    );
  }

  async open(filter: { readonly idle?: boolean }, limit: number, after?: string): Promise<Page<OpenExecution>> {
    this.#heads.checkpoint();
    const [afterId] = after === undefined ? [0] : decodePageToken(after, 1);
    const rows =
      filter.idle === undefined
        ? this.#open.all(afterId, limit + 1)
        : this.#openOfIdle.all(afterId, filter.idle ? 1 : 0, limit + 1);
    return page(rows as OpenRow[], limit, openExecution, (row) => encodePageToken(row.id));
  }

  async due(fromMs: number, beforeMs: number, limit: number, after?: string): Promise<Page<DueExecution>> {
    this.#heads.checkpoint();
    const [afterMs, afterId] = after === undefined ? [Number.MIN_SAFE_INTEGER, 0] : decodePageToken(after, 2);
    const from = Math.max(fromMs, Number.MIN_SAFE_INTEGER);
    const rows = this.#due.all(from, Math.min(beforeMs, Number.MAX_SAFE_INTEGER), afterMs, afterId, limit + 1);
    const token = (row: OpenRow): string => encodePageToken(row.wake_at_ms!, row.id);
    return page(rows as OpenRow[], limit, (row) => ({ executionArn: row.arn, wakeAtMs: row.wake_at_ms! }), token);
  }

  async close(): Promise<void> {
    this.#heads.checkpoint();
  }
}

interface OpenRow {
  readonly id: number;
  readonly arn: string;
  readonly wake_at_ms: number | null;
  readonly idle: number;
}

function openExecution(row: OpenRow): OpenExecution {
  return { executionArn: row.arn, wakeAtMs: row.wake_at_ms, idle: row.idle === 1 };
}

/** `rows` hold one more than the page when there is a next one. */
function page<R, T>(rows: readonly R[], limit: number, item: (row: R) => T, token: (row: R) => string): Page<T> {
  const items = rows.slice(0, limit);
  return rows.length > limit ? { items: items.map(item), next: token(items.at(-1)!) } : { items: items.map(item) };
}
