/**
 * Map runs in SQLite. The rows of a run's children lie together and in order: a row's id is the run's number and the child's index in one,
 * so that no index is kept and results are read in the order of the items.
 */
import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import type {
  MapRunChild,
  MapRunChildStatus,
  MapRunJournal,
  MapRunOutcome,
  MapRunRecord,
  MapRunStatus,
  MapRunSum,
} from './map-run-journal.ts';
import { MAX_MAP_RUN_CHILDREN } from './map-run-journal.ts';
import type { SqliteDatabase, SqliteStatement } from './sqlite-database.ts';
import type { WriteQueue } from './write-queue.ts';

/** A status is stored as its place here: append only. */
const STATUSES: readonly MapRunStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED'];
const CHILD_STATUSES: readonly MapRunChildStatus[] = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
const CACHED_IDS = 1_000;

export class SqliteMapRuns implements MapRunJournal {
  readonly #queue: WriteQueue;
  readonly #put: SqliteStatement;
  readonly #get: SqliteStatement;
  readonly #idOf: SqliteStatement;
  readonly #ofExecution: SqliteStatement;
  readonly #open: SqliteStatement;
  readonly #append: SqliteStatement;
  readonly #children: SqliteStatement;
  readonly #outcomes: SqliteStatement;
  readonly #endedAs: SqliteStatement;
  readonly #sums: SqliteStatement;
  readonly #ids = new Map<string, number>();

  constructor(database: SqliteDatabase, queue: WriteQueue) {
    this.#queue = queue;
    this.#put = database.prepare(
      `INSERT INTO map_runs (arn, execution_arn, status, record) VALUES (?, ?, ?, ?)
       ON CONFLICT (arn) DO UPDATE SET status = excluded.status, record = excluded.record`,
    );
    this.#get = database.prepare('SELECT record FROM map_runs WHERE arn = ?');
    this.#idOf = database.prepare('SELECT id FROM map_runs WHERE arn = ?');
    this.#ofExecution = database.prepare('SELECT record FROM map_runs WHERE execution_arn = ? ORDER BY id DESC');
    this.#open = database.prepare('SELECT record FROM map_runs WHERE status = 0 ORDER BY id DESC');
    this.#append = database.prepare('INSERT OR REPLACE INTO map_run_children VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#children = database.prepare(
      'SELECT * FROM map_run_children WHERE row_id > ? AND row_id < ? ORDER BY row_id LIMIT ?',
    );
    this.#outcomes = database.prepare(
      'SELECT row_id, status, items, stop_ms FROM map_run_children WHERE row_id > ? AND row_id < ? ORDER BY row_id LIMIT ?',
    );
    this.#endedAs = database.prepare(
      'SELECT * FROM map_run_children WHERE row_id > ? AND row_id < ? AND (1 << status) & ? ORDER BY row_id LIMIT ?',
    );
    this.#sums = database.prepare(
      `SELECT status, count(*) AS children, sum(items) AS items FROM map_run_children
       WHERE row_id >= ? AND row_id < ? GROUP BY status ORDER BY status`,
    );
    queue.observe({ rolledBack: () => this.#ids.clear() });
  }

  put(record: MapRunRecord): Promise<void> {
    const { mapRunArn, executionArn, status } = record;
    const text = stringifyJson(record);
    return this.#queue.write({
      apply: () => void this.#put.run(mapRunArn, executionArn, STATUSES.indexOf(status), text),
    });
  }

  get(mapRunArn: string): MapRunRecord | undefined {
    const row = this.#get.get(mapRunArn) as RecordRow | undefined;
    return row && recordOf(row);
  }

  ofExecution(executionArn: string): readonly MapRunRecord[] {
    return (this.#ofExecution.all(executionArn) as RecordRow[]).map(recordOf);
  }

  open(): readonly MapRunRecord[] {
    return (this.#open.all() as RecordRow[]).map(recordOf);
  }

  append(mapRunArn: string, children: readonly MapRunChild[]): Promise<void> {
    return this.#queue.write({
      check: () => {
        if (this.#id(mapRunArn) === undefined) throw new Error(`the map run ${mapRunArn} has no record`);
      },
      apply: () => {
        const first = this.#id(mapRunArn)! * MAX_MAP_RUN_CHILDREN;
        for (const child of children) this.#insert(first, child);
      },
    });
  }

  #insert(first: number, { index, status, items, startMs, stopMs, input, output, error, cause }: MapRunChild): void {
    this.#append.run(
      first + index,
      CHILD_STATUSES.indexOf(status),
      items,
      startMs,
      stopMs,
      error ?? null,
      cause ?? null,
      input ?? null,
      output ?? null,
    );
  }

  children(mapRunArn: string, after: number, limit: number): readonly MapRunChild[] {
    const first = this.#first(mapRunArn);
    if (first === undefined) return [];
    const rows = this.#children.all(first + after, first + MAX_MAP_RUN_CHILDREN, limit) as ChildRow[];
    return rows.map((row) => childOf(row, first));
  }

  outcomes(mapRunArn: string, after: number, limit: number): readonly MapRunOutcome[] {
    const first = this.#first(mapRunArn);
    if (first === undefined) return [];
    const rows = this.#outcomes.all(first + after, first + MAX_MAP_RUN_CHILDREN, limit) as ChildRow[];
    return rows.map(({ row_id, status, items, stop_ms }) => ({
      index: row_id - first,
      status: CHILD_STATUSES[status]!,
      items,
      stopMs: stop_ms,
    }));
  }

  endedAs(
    mapRunArn: string,
    statuses: readonly MapRunChildStatus[],
    after: number,
    limit: number,
  ): readonly MapRunChild[] {
    const first = this.#first(mapRunArn);
    if (first === undefined) return [];
    const wanted = statuses.reduce((mask, status) => mask | (1 << CHILD_STATUSES.indexOf(status)), 0);
    const rows = this.#endedAs.all(first + after, first + MAX_MAP_RUN_CHILDREN, wanted, limit) as ChildRow[];
    return rows.map((row) => childOf(row, first));
  }

  sums(mapRunArn: string): readonly MapRunSum[] {
    const first = this.#first(mapRunArn);
    if (first === undefined) return [];
    const rows = this.#sums.all(first, first + MAX_MAP_RUN_CHILDREN) as SumRow[];
    return rows.map(({ status, children, items }) => ({ status: CHILD_STATUSES[status]!, children, items }));
  }

  #first(mapRunArn: string): number | undefined {
    const id = this.#id(mapRunArn);
    return id === undefined ? undefined : id * MAX_MAP_RUN_CHILDREN;
  }

  #id(mapRunArn: string): number | undefined {
    const known = this.#ids.get(mapRunArn);
    if (known !== undefined) return known;
    const id = (this.#idOf.get(mapRunArn) as { id: number } | undefined)?.id;
    if (id === undefined) return undefined;
    if (this.#ids.size >= CACHED_IDS) this.#ids.clear();
    this.#ids.set(mapRunArn, id);
    return id;
  }
}

interface SumRow {
  readonly status: number;
  readonly children: number;
  readonly items: number;
}

interface RecordRow {
  readonly record: string;
}

interface ChildRow {
  readonly row_id: number;
  readonly status: number;
  readonly items: number;
  readonly start_ms: number;
  readonly stop_ms: number;
  readonly error: string | null;
  readonly cause: string | null;
  readonly input: string | null;
  readonly output: string | null;
}

function recordOf({ record }: RecordRow): MapRunRecord {
  return parseExactJson(record) as unknown as MapRunRecord;
}

function childOf(row: ChildRow, first: number): MapRunChild {
  return {
    index: row.row_id - first,
    status: CHILD_STATUSES[row.status]!,
    items: row.items,
    startMs: row.start_ms,
    stopMs: row.stop_ms,
    ...(row.input !== null && { input: row.input }),
    ...(row.output !== null && { output: row.output }),
    ...(row.error !== null && { error: row.error }),
    ...(row.cause !== null && { cause: row.cause }),
  };
}
