/**
 * The journal: the port behind which executions are made durable. SQLite and memory implement it and pass one contract suite.
 *
 * J1 `commit` resolves only when every row of it is on disk (fsync), all or nothing.
 * J2 Rows of one execution form a chain: a commit names the length that it extends and fails with `JournalConflict` otherwise (zombies, doubles).
 * J3 Reading never blocks on what is not committed and never sees half a commit.
 */
import type { JournalEvent } from '../interpreter/history-event.ts';
import type { ExecutionStatus } from '../interpreter/step.ts';

/** What is known of an execution without folding its history: what describe and list show, and what recovery needs. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly mapRunArn?: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** Key of the definition that it runs: a revision of its machine, kept for as long as the execution is. */
  readonly revisionId: string;
  readonly status: ExecutionStatus;
  readonly startMs: number;
  readonly stopMs?: number;
  /** JSON text. */
  readonly input: string;
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount: number;
  readonly redriveMs?: number;
  readonly traceHeader?: string;
}

/** One step of one execution. */
export interface StepCommit {
  readonly executionArn: string;
  /** Steps committed so far; 0 opens the execution. */
  readonly expectedLength: number;
  readonly history: readonly JournalEvent[];
  /** Whole on the first commit and on every change of status; absent when nothing in it changed. */
  readonly record?: ExecutionRecord;
  /** Earliest timer; `null` when none is set; `undefined` when unchanged. */
  readonly wakeAtMs?: number | null;
  /**
   * True when only timers and callbacks are outstanding after this step: recovery may leave the execution on disk. It is as durable as the
   * step, for a stale `true` would lose a task after a crash. Absent means false.
   */
  readonly idle?: boolean;
  /** Forgets the execution with its record and its history: the end of an Express execution. */
  readonly remove?: true;
}

export interface StoredExecution {
  readonly history: readonly JournalEvent[];
  /** Steps committed so far. */
  readonly length: number;
  readonly record: ExecutionRecord;
}

export interface OpenExecution {
  readonly executionArn: string;
  readonly wakeAtMs: number | null;
  readonly idle: boolean;
}

export interface ExecutionFilter {
  readonly stateMachineArn?: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly mapRunArn?: string;
  readonly status?: ExecutionStatus;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
}

/** Another commit extended this execution first. */
export class JournalConflict extends Error {
  override readonly name = 'JournalConflict';
  readonly executionArn: string;

  constructor(executionArn: string, expectedLength: number, length: number) {
    super(`expected ${expectedLength} steps of ${executionArn}, found ${length}`);
    this.executionArn = executionArn;
  }
}

/** A page token that this store never gave. */
export class InvalidPageToken extends Error {
  override readonly name = 'InvalidPageToken';
}

export interface Journal {
  /**
   * Writes a group, all or nothing. Everything that is asked for in one tick, records included, shares one transaction with one sync.
   * Rejects with `JournalConflict` (naming the execution) or an I/O error: then nothing of the group was written.
   */
  commit(group: readonly StepCommit[]): Promise<void>;
  /** The history in order; `undefined` for an unknown execution. */
  read(executionArn: string): Promise<StoredExecution | undefined>;
  record(executionArn: string): Promise<ExecutionRecord | undefined>;
  /** Newest first, as ListExecutions wants it. Throws `InvalidPageToken`. */
  list(filter: ExecutionFilter, limit: number, after?: string): Promise<Page<ExecutionRecord>>;
  /** Executions that have not ended, a page at a time; `idle: false` leaves out those that recovery leaves on disk. */
  open(filter: { readonly idle?: boolean }, limit: number, after?: string): Promise<Page<OpenExecution>>;
  /** Open executions whose earliest timer is due from `fromMs` until before `beforeMs`, earliest first. */
  due(fromMs: number, beforeMs: number, limit: number, after?: string): Promise<Page<DueExecution>>;
  close(): Promise<void>;
}

export interface DueExecution {
  readonly executionArn: string;
  readonly wakeAtMs: number;
}
