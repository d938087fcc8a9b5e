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
}

export interface OpenExecution {
  readonly executionArn: string;
  readonly wakeAtMs: number | null;
  /** True when its only outstanding work is timers and callbacks: recovery may leave it on disk. */
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

export class JournalConflict extends Error {
  override readonly name = 'JournalConflict';
}

export interface Journal {
  /** Writes a group in one transaction with one sync. Rejects with `JournalConflict` (naming the execution) or an I/O error: then nothing was written. */
  commit(group: readonly StepCommit[]): Promise<void>;
  /** The history in order, with the chain's length; `undefined` for an unknown execution. */
  read(
    executionArn: string,
  ): Promise<{ readonly history: readonly JournalEvent[]; readonly length: number } | undefined>;
  record(executionArn: string): Promise<ExecutionRecord | undefined>;
  /** Newest first, as ListExecutions wants it. */
  list(filter: ExecutionFilter, limit: number, after?: string): Promise<Page<ExecutionRecord>>;
  /** Executions that have not ended, a page at a time: the input of recovery. */
  open(limit: number, after?: string): Promise<Page<OpenExecution>>;
  /** Marks what recovery may leave on disk. Not durable by itself: losing it costs only time. */
  setIdle(executionArn: string, idle: boolean): void;
  /** Open executions whose timer is due before `beforeMs`, earliest first. */
  due(
    beforeMs: number,
    limit: number,
  ): Promise<readonly { readonly executionArn: string; readonly wakeAtMs: number }[]>;
  close(): Promise<void>;
}
