/** What is committed for an execution that goes on from another's past. */
import { forkHistory } from '../interpreter/fork-history.ts';
import type { JournalEvent } from '../interpreter/history-event.ts';
import { nextDueMs } from '../interpreter/outstanding.ts';
import type { ExecutionRecord, StoredExecution } from '../store/journal.ts';
import type { ForkRequest } from './engine.ts';
import { updatedRecord } from './execution-record.ts';

export interface ForkedExecution {
  readonly history: readonly JournalEvent[];
  readonly record: ExecutionRecord;
  readonly eventId: number;
  readonly wakeAtMs: number | null;
}

/** `undefined`: there is no place to go on from. Children of map runs belong to their map run, and Express executions have no past to speak of. */
export function forkedExecution(
  { history, record: source }: StoredExecution,
  { eventId, executionArn, executionName }: ForkRequest,
  nowMs: number,
  seed: number,
): ForkedExecution | undefined {
  if (source.type === 'EXPRESS' || source.mapRunArn !== undefined) return undefined;
  const forked = forkHistory(history, { eventId, executionArn, executionName, nowMs, seed });
  if (!forked) return undefined;
  const { state } = forked;
  const record = updatedRecord({ ...source, executionArn, name: executionName }, state);
  return { history: forked.history, record, eventId: forked.eventId, wakeAtMs: nextDueMs(state) ?? null };
}
