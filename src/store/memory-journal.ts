/** The journal in memory. Histories are kept as encoded rows: compact, and no object is shared with the caller. */
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
import { matchesFilter } from './matches-filter.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { decodeRow, encodeRow } from './row-codec.ts';

interface Entry {
  /** Counts executions in the order of their start. */
  readonly id: number;
  readonly executionArn: string;
  record: ExecutionRecord;
  readonly rows: string[];
  wakeAtMs: number | null;
  idle: boolean;
  removed: boolean;
}

export class MemoryJournal implements Journal {
  readonly #byArn = new Map<string, Entry>();
  /** In the order of their start; removed ones stay until they are half of it. */
  #entries: Entry[] = [];
  #nextId = 1;

  async commit(group: readonly StepCommit[]): Promise<void> {
    this.#check(group);
    const rows = group.map((commit) => encodeRow(commit.history));
    group.forEach((commit, index) => {
      this.#apply(commit, rows[index]!);
    });
  }

  /** Before anything is written: a group is all or nothing. */
  #check(group: readonly StepCommit[]): void {
    const lengths = new Map<string, number>();
    for (const { executionArn, expectedLength, record } of group) {
      const length = lengths.get(executionArn) ?? this.#byArn.get(executionArn)?.rows.length ?? 0;
      if (length !== expectedLength) throw new JournalConflict(executionArn, expectedLength, length);
      if (expectedLength === 0 && !record) throw new Error(`the first commit of ${executionArn} has no record`);
      lengths.set(executionArn, length + 1);
    }
  }

  #apply(commit: StepCommit, row: string): void {
    const entry = this.#byArn.get(commit.executionArn) ?? this.#create(commit.executionArn, commit.record!);
    if (commit.remove) {
      this.#remove(entry);
      return;
    }
    entry.rows.push(row);
    if (commit.record) entry.record = Object.freeze({ ...commit.record });
    if (commit.wakeAtMs !== undefined) entry.wakeAtMs = commit.wakeAtMs;
    entry.idle = commit.idle ?? false;
  }

  #remove(entry: Entry): void {
    entry.removed = true;
    this.#byArn.delete(entry.executionArn);
    if (this.#entries.length > 2 * this.#byArn.size) this.#entries = this.#entries.filter((other) => !other.removed);
  }

  #create(executionArn: string, record: ExecutionRecord): Entry {
    const entry: Entry = {
      id: this.#nextId++,
      executionArn,
      record,
      rows: [],
      wakeAtMs: null,
      idle: false,
      removed: false,
    };
    this.#byArn.set(executionArn, entry);
    this.#entries.push(entry);
    return entry;
  }

  async read(executionArn: string): Promise<StoredExecution | undefined> {
    const entry = this.#byArn.get(executionArn);
    if (!entry) return undefined;
    return { history: entry.rows.flatMap(decodeRow), length: entry.rows.length, record: entry.record };
  }

  async record(executionArn: string): Promise<ExecutionRecord | undefined> {
    return this.#byArn.get(executionArn)?.record;
  }

  async list(filter: ExecutionFilter, limit: number, after?: string): Promise<Page<ExecutionRecord>> {
    const [beforeId] = after === undefined ? [Number.POSITIVE_INFINITY] : decodePageToken(after, 1);
    const found: Entry[] = [];
    for (let index = this.#entries.length - 1; index >= 0 && found.length <= limit; index--) {
      const entry = this.#entries[index]!;
      if (entry.id < beforeId! && !entry.removed && matchesFilter(entry.record, filter)) found.push(entry);
    }
    return page(
      found,
      limit,
      (entry) => entry.record,
      (entry) => encodePageToken(entry.id),
    );
  }

  async open(filter: { readonly idle?: boolean }, limit: number, after?: string): Promise<Page<OpenExecution>> {
    const [afterId] = after === undefined ? [0] : decodePageToken(after, 1);
    const found = this.#entries.filter(
      (entry) =>
        entry.id > afterId! &&
        !entry.removed &&
        entry.record.status === 'RUNNING' &&
        (filter.idle === undefined || entry.idle === filter.idle),
    );
    return page(found, limit, openExecution, (entry) => encodePageToken(entry.id));
  }

  async due(fromMs: number, beforeMs: number, limit: number, after?: string): Promise<Page<DueExecution>> {
    const [afterMs, afterId] = after === undefined ? [Number.NEGATIVE_INFINITY, 0] : decodePageToken(after, 2);
    const found = this.#entries
      .filter(({ record, wakeAtMs, id, removed }) => {
        if (removed || record.status !== 'RUNNING' || wakeAtMs === null || wakeAtMs < fromMs || wakeAtMs >= beforeMs)
          return false;
        return wakeAtMs > afterMs! || (wakeAtMs === afterMs && id > afterId!);
      })
      .sort((a, b) => a.wakeAtMs! - b.wakeAtMs! || a.id - b.id);
    const due = ({ executionArn, wakeAtMs }: Entry): DueExecution => ({ executionArn, wakeAtMs: wakeAtMs! });
    return page(found, limit, due, (entry) => encodePageToken(entry.wakeAtMs!, entry.id));
  }

  async close(): Promise<void> {}
}

function openExecution({ executionArn, wakeAtMs, idle }: Entry): OpenExecution {
  return { executionArn, wakeAtMs, idle };
}

function page<T>(
  found: readonly Entry[],
  limit: number,
  item: (entry: Entry) => T,
  token: (entry: Entry) => string,
): Page<T> {
  const items = found.slice(0, limit);
  return found.length > limit ? { items: items.map(item), next: token(items.at(-1)!) } : { items: items.map(item) };
}
