/** Execution records as rows of `executions`: written whole, listed by index. */
import type { ExecutionStatus } from '../interpreter/step.ts';
import type { ChainHead } from './chain-heads.ts';
import type { ExecutionFilter, ExecutionRecord } from './journal.ts';
import type { NameTable } from './name-table.ts';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts';

/** A status is stored as its place here: append only. */
const STATUSES: readonly ExecutionStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

export interface ExecutionRow {
  readonly id: number;
  readonly arn: string;
  readonly machine_id: number;
  readonly version_id: number | null;
  readonly alias_id: number | null;
  readonly map_run_id: number | null;
  readonly revision_id: number;
  readonly name: string;
  readonly is_express: number;
  readonly status: number;
  readonly start_ms: number;
  readonly stop_ms: number | null;
  readonly redrive_count: number;
  readonly redrive_ms: number | null;
  readonly trace_header: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly input: string;
  readonly output: string | null;
}

export class SqliteExecutions {
  readonly #names: NameTable;
  readonly #database: SqliteDatabase;
  readonly #insert: SqliteStatement;
  readonly #update: SqliteStatement;
  readonly #delete: SqliteStatement;
  readonly #byArn: SqliteStatement;
  /** One statement for each shape of filter. */
  readonly #lists = new Map<string, SqliteStatement>();
  #lastId: number;

  constructor(database: SqliteDatabase, names: NameTable) {
    this.#names = names;
    this.#database = database;
    this.#insert = database.prepare(`INSERT INTO executions VALUES (${Array(23).fill('?').join(', ')})`);
    this.#update = database.prepare(
      `UPDATE executions SET status = ?, stop_ms = ?, redrive_count = ?, redrive_ms = ?, head_row = ?, length = ?, wake_at_ms = ?, idle = ?,
       error = ?, cause = ?, output = ? WHERE id = ?`,
    );
    this.#delete = database.prepare('DELETE FROM executions WHERE id = ?');
    this.#byArn = database.prepare('SELECT * FROM executions WHERE arn = ?');
    const last = database.prepare('SELECT max(id) AS id FROM executions').get() as { id: number | null };
    this.#lastId = last.id ?? 0;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  insert(record: ExecutionRecord, head: ChainHead): void {
    const names = this.#names;
    this.#insert.run(
      head.id,
      record.executionArn,
      names.intern(record.stateMachineArn),
      names.internOptional(record.stateMachineVersionArn),
      names.internOptional(record.stateMachineAliasArn),
      names.internOptional(record.mapRunArn),
      names.intern(record.revisionId),
      record.name,
      record.type === 'EXPRESS' ? 1 : 0,
      STATUSES.indexOf(record.status),
      record.startMs,
      record.stopMs ?? null,
      record.redriveCount,
      record.redriveMs ?? null,
      head.row,
      head.length,
      head.wakeAtMs,
      head.idle ? 1 : 0,
      record.traceHeader ?? null,
      record.error ?? null,
      record.cause ?? null,
      record.input,
      record.output ?? null,
    );
  }

  /** What may change in an execution's life; the rest stays as it was inserted. */
  update(record: ExecutionRecord, head: ChainHead): void {
    this.#update.run(
      STATUSES.indexOf(record.status),
      record.stopMs ?? null,
      record.redriveCount,
      record.redriveMs ?? null,
      head.row,
      head.length,
      head.wakeAtMs,
      head.idle ? 1 : 0,
      record.error ?? null,
      record.cause ?? null,
      record.output ?? null,
      head.id,
    );
  }

  delete(id: number): void {
    this.#delete.run(id);
  }

  find(executionArn: string): ExecutionRecord | undefined {
    const row = this.#byArn.get(executionArn) as ExecutionRow | undefined;
    return row && this.record(row);
  }

  record(row: ExecutionRow): ExecutionRecord {
    const name = (id: number | null): string | undefined => (id === null ? undefined : this.#names.name(id));
    return withoutUndefined({
      executionArn: row.arn,
      stateMachineArn: this.#names.name(row.machine_id),
      stateMachineVersionArn: name(row.version_id),
      stateMachineAliasArn: name(row.alias_id),
      mapRunArn: name(row.map_run_id),
      name: row.name,
      type: row.is_express ? 'EXPRESS' : 'STANDARD',
      revisionId: this.#names.name(row.revision_id),
      status: STATUSES[row.status]!,
      startMs: row.start_ms,
      stopMs: row.stop_ms ?? undefined,
      input: row.input,
      output: row.output ?? undefined,
      error: row.error ?? undefined,
      cause: row.cause ?? undefined,
      redriveCount: row.redrive_count,
      redriveMs: row.redrive_ms ?? undefined,
      traceHeader: row.trace_header ?? undefined,
    });
  }

  /** Newest first, from before `beforeId`. */
  list(filter: ExecutionFilter, limit: number, beforeId: number): readonly ExecutionRow[] {
    const named = this.#namedColumns(filter);
    if (named.some(([, id]) => id === undefined)) return [];
    const columns = named.map(([column]) => column);
    const sql = listSql(columns, filter.status);
    const statement = this.#lists.get(sql) ?? this.#database.prepare(sql);
    this.#lists.set(sql, statement);
    const oneStatus = [...named.map(([, id]) => id), beforeId, limit];
    const parts = sql.split('UNION ALL').length;
    const parameters = parts === 1 ? oneStatus : [...Array(parts).fill(oneStatus).flat(), limit];
    return statement.all(...parameters) as ExecutionRow[];
  }

  /** The most selective first: the index to go by. */
  #namedColumns(filter: ExecutionFilter): [column: string, id: number | undefined][] {
    const named: [string, string | undefined][] = [
      ['map_run_id', filter.mapRunArn],
      ['alias_id', filter.stateMachineAliasArn],
      ['version_id', filter.stateMachineVersionArn],
      ['machine_id', filter.stateMachineArn],
    ];
    return named.flatMap(([column, name]) => (name === undefined ? [] : [[column, this.#names.find(name)]]));
  }
}

/**
 * The indexes sort by age within one status, so a list over all statuses merges one list of each. Without a name, age itself is the
 * index, and only the statuses that are rare need one of their own.
 */
function listSql(columns: readonly string[], status: ExecutionStatus | undefined): string {
  const conditions = columns.map((column) => `${column} = ?`);
  const ofStatus = (code: number): string => {
    const where = [...conditions, `status = ${code}`, 'id < ?'].join(' AND ');
    return `SELECT * FROM executions WHERE ${where} ORDER BY id DESC LIMIT ?`;
  };
  if (status !== undefined) return ofStatus(STATUSES.indexOf(status));
  if (columns.length === 0) return 'SELECT * FROM executions WHERE id < ? ORDER BY id DESC LIMIT ?';
  const each = STATUSES.map((_, code) => `SELECT * FROM (${ofStatus(code)})`);
  return `${each.join(' UNION ALL ')} ORDER BY id DESC LIMIT ?`;
}

function withoutUndefined(record: ExecutionRecord): ExecutionRecord {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as unknown as ExecutionRecord;
}
