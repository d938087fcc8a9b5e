/**
 * The state of an execution: plain data, a fold over its history.
 * Owned by the interpreter. Others may read `status`, `end`, `start`, `nextEventId` and `nextDueMs`, and nothing else.
 */
import type { ExecutionEnd, ExecutionStart, ExecutionStatus } from './step.ts';

export interface ExecutionState {
  readonly status: ExecutionStatus;
  readonly end?: ExecutionEnd;
  readonly start?: ExecutionStart;
  readonly startedMs: number;
  readonly endedMs?: number;
  /** Id of the next history event: events so far plus one. */
  readonly nextEventId: number;
  readonly redriveCount: number;
  readonly redrivenMs?: number;
}
