/** What the events of the execution itself leave behind: its start, its end, and a redrive. */
import type { RedrivenEnvelope, StartEnvelope } from './envelope.ts';
import type { ExecutionState, Timer } from './execution-state.ts';
import type { HistoryEvent } from './history-event.ts';
import { newThread } from './new-thread.ts';
import type { ExecutionEnd, ExecutionStart } from './step.ts';
import { change, type Draft, dropBelow, type MutableThread, put, threadOf, threadsOf } from './thread-table.ts';

export function started(draft: Draft, event: HistoryEvent, envelope: StartEnvelope): void {
  const input = event.details!['executionStartedEventDetails']!['input']!;
  const { state } = draft;
  state.start = { ...(envelope.start as unknown as Omit<ExecutionStart, 'input'>), input };
  state.startedMs = event.timestamp;
  state.timer = executionTimer(state, envelope.dueMs);
  put(draft, newThread(draft, undefined, 0, envelope.startAt, input, 0));
}

export function ended(draft: Draft, event: HistoryEvent, end: ExecutionEnd): void {
  draft.state.status = end.status;
  draft.state.end = end;
  draft.state.endedMs = event.timestamp;
  draft.state.timer = undefined;
}

/** Client tokens of redrives that are remembered, as many as AWS remembers. */
const REMEMBERED_TOKENS = 10;

/** What failed, was stopped or timed out takes up where it was, with all its retries before it; what succeeded stays done. */
export function redriven(draft: Draft, event: HistoryEvent, { dueMs, clientToken }: RedrivenEnvelope): void {
  const { state } = draft;
  const isTooMuch = state.status === 'FAILED' && state.end?.status === 'FAILED' && state.end.error === DATA_LIMIT;
  state.status = 'RUNNING';
  state.end = undefined;
  state.endedMs = undefined;
  state.redriveCount = event.details!['executionRedrivenEventDetails']!['redriveCount'] as number;
  state.redrivenMs = event.timestamp;
  state.timer = executionTimer(state, dueMs);
  if (clientToken !== undefined) {
    const earlier = (state.redriveTokens ?? []).slice(1 - REMEMBERED_TOKENS);
    state.redriveTokens = [...earlier, { clientToken, timeMs: event.timestamp }];
  }
  for (const { id } of [...threadsOf(state)]) {
    if (threadOf(state, id)) resume(draft, change(draft, id), event.id, isTooMuch);
  }
}

const DATA_LIMIT = 'States.DataLimitExceeded';

function resume(draft: Draft, thread: MutableThread, eventId: number, isTooMuch: boolean): void {
  thread.lastEventId = eventId;
  if (thread.phase === 'ended' || thread.phase === 'entering') return;
  const { parts } = thread;
  thread.retries = undefined;
  thread.timer = undefined;
  thread.task = undefined;
  if (!parts) {
    // Its map run is redriven with an event of its own.
    if (thread.mapRun) return;
    thread.phase = 'entered';
    return;
  }
  const isDone = parts.succeeded === parts.total;
  // What it came to was too large to go on: only other results can help. And a Map whose settings are wrong has begun nothing.
  if (isDone ? isTooMuch : parts.begun === 0) {
    dropBelow(draft, thread.id);
    thread.parts = undefined;
    thread.phase = 'entered';
    return;
  }
  thread.phase = isDone ? 'joined' : 'parted';
}

function executionTimer(state: ExecutionState, dueMs: number | undefined): Timer | undefined {
  return dueMs === undefined ? undefined : { id: `execution-${state.redriveCount}`, dueMs };
}
