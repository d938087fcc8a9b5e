/** What it leaves in a thread that a state was entered, is to be retried, or was left. */
import type { JsonObject } from '../asl/json.ts';
import type { SilentEnvelope } from './envelope.ts';
import { join } from './fold-part-events.ts';
import type { HistoryEvent } from './history-event.ts';
import { type Draft, dropBelow, type MutableThread, threadOf } from './thread-table.ts';

export function entered(thread: MutableThread, event: HistoryEvent): void {
  const details = event.details!['stateEnteredEventDetails']!;
  thread.state = details['name'] as string;
  thread.input = details['input']!;
  thread.phase = 'entered';
  thread.enteredEventId = event.id;
  thread.enteredMs = event.timestamp;
  thread.enteredAfter = event.previousEventId;
  if (thread.timer) thread.timer = undefined;
  thread.lastEventId = event.id;
}

export function exited(draft: Draft, thread: MutableThread, event: HistoryEvent, next: string | undefined): void {
  const details = event.details!['stateExitedEventDetails']!;
  const assigned = details['assignedVariables'] as JsonObject | undefined;
  if (assigned) thread.variables = { ...thread.variables, ...assigned };
  thread.input = details['output']!;
  thread.lastEventId = event.id;
  if (thread.timer) thread.timer = undefined;
  if (thread.task) thread.task = undefined;
  if (thread.retries) thread.retries = undefined;
  if (thread.parts) {
    dropBelow(draft, thread.id);
    thread.parts = undefined;
  }
  if (thread.mapRun) thread.mapRun = undefined;
  if (next !== undefined) {
    thread.state = next;
    thread.phase = 'entering';
    return;
  }
  thread.phase = 'ended';
  if (thread.parent === undefined) return;
  if (threadOf(draft.state, thread.parent)!.parts!.kind === 'Parallel') join(draft, thread, event.id);
}

export function retryScheduled(
  draft: Draft,
  thread: MutableThread,
  { retrier, timer, dueMs, lastEventId }: SilentEnvelope & { type: 'RetryScheduled' },
): void {
  const retries = [...(thread.retries ?? [])];
  while (retries.length <= retrier) retries.push(0);
  retries[retrier]!++;
  if (thread.parts) dropBelow(draft, thread.id);
  thread.parts = undefined;
  thread.mapRun = undefined;
  thread.retries = retries;
  thread.phase = 'retrying';
  thread.timer = { id: timer, dueMs };
  thread.lastEventId = lastEventId;
  draft.state.nextTimer++;
}
