/**
 * The fold: the only way in which the state of an execution changes. A transition applies what it writes through the same function,
 * so that folding the journal gives the transition's state by construction (I1).
 */
import type { JsonObject } from '../asl/json.ts';
import type {
  DistributedMapStartedEnvelope,
  ExitEnvelope,
  IterationStartedEnvelope,
  MapRunStartedEnvelope,
  MapStartedEnvelope,
  ParallelStartedEnvelope,
  RedrivenEnvelope,
  ScheduledEnvelope,
  SilentEnvelope,
  StartEnvelope,
  TakenEnvelope,
  ThreadEnvelope,
} from './envelope.ts';
import type { ExecutionState } from './execution-state.ts';
import { ended, redriven, started } from './fold-execution-events.ts';
import { mapRunEnded, mapRunRedriven, mapRunStarted } from './fold-map-run-events.ts';
import { iterationStarted, join, mapStarted, parallelStarted } from './fold-part-events.ts';
import { entered, exited, retryScheduled } from './fold-state-events.ts';
import { scheduled, submitted, taken, taskEnded } from './fold-task-events.ts';
import type { HistoryEvent, JournalEvent } from './history-event.ts';
import { change, type Draft, drop, openDraft } from './thread-table.ts';

/** The state of an execution of which nothing is known yet. */
export function initialState(): ExecutionState {
  return {
    status: 'RUNNING',
    startedMs: 0,
    nextEventId: 1,
    redriveCount: 0,
    nextThreadId: 0,
    nextTimer: 1,
    threads: {},
  };
}

export function evolve(state: ExecutionState, entry: JournalEvent): ExecutionState {
  const draft = openDraft(state);
  apply(draft, entry);
  return draft.state;
}

/** The state that a history leaves behind: the same as `evolve` for each entry, without a copy for each. */
export function fold(history: readonly JournalEvent[], from: ExecutionState = initialState()): ExecutionState {
  const draft = openDraft(from);
  for (const entry of history) apply(draft, entry);
  return draft.state;
}

export function apply(draft: Draft, entry: JournalEvent): void {
  const { event } = entry;
  if (!event) {
    applySilent(draft, entry.envelope as unknown as SilentEnvelope);
    return;
  }
  draft.state.nextEventId = event.id + 1;
  applyEvent(draft, event, entry.envelope);
}

function applyEvent(draft: Draft, event: HistoryEvent, envelope: JsonObject): void {
  const { thread } = envelope as unknown as ThreadEnvelope;
  switch (event.type) {
    case 'PassStateEntered':
    case 'TaskStateEntered':
    case 'ChoiceStateEntered':
    case 'WaitStateEntered':
    case 'SucceedStateEntered':
    case 'FailStateEntered':
    case 'ParallelStateEntered':
    case 'MapStateEntered':
      entered(change(draft, thread), event);
      return;
    case 'PassStateExited':
    case 'TaskStateExited':
    case 'ChoiceStateExited':
    case 'WaitStateExited':
    case 'SucceedStateExited':
    case 'ParallelStateExited':
    case 'MapStateExited':
      exited(draft, change(draft, thread), event, (envelope as unknown as ExitEnvelope).next);
      return;
    case 'TaskScheduled':
    case 'LambdaFunctionScheduled':
    case 'ActivityScheduled':
      scheduled(change(draft, thread), event, envelope as unknown as ScheduledEnvelope);
      return;
    case 'ActivityStarted':
      taken(change(draft, thread), event, envelope as unknown as TakenEnvelope);
      return;
    case 'TaskStarted':
    case 'LambdaFunctionStarted':
      change(draft, thread).lastEventId = event.id;
      return;
    case 'TaskSubmitted':
      submitted(change(draft, thread), event);
      return;
    case 'TaskSucceeded':
    case 'LambdaFunctionSucceeded':
    case 'ActivitySucceeded':
      taskEnded(change(draft, thread), event, 'entered');
      return;
    case 'TaskFailed':
    case 'TaskTimedOut':
    case 'TaskStartFailed':
    case 'TaskSubmitFailed':
    case 'LambdaFunctionFailed':
    case 'LambdaFunctionTimedOut':
    case 'LambdaFunctionScheduleFailed':
    case 'LambdaFunctionStartFailed':
    case 'ActivityFailed':
    case 'ActivityTimedOut':
    case 'ActivityScheduleFailed':
    case 'EvaluationFailed':
    case 'MapStateFailed':
    case 'ParallelStateFailed':
      taskEnded(change(draft, thread), event, 'failed');
      return;
    case 'ParallelStateStarted':
      parallelStarted(draft, change(draft, thread), event, envelope as unknown as ParallelStartedEnvelope);
      return;
    case 'MapStateStarted':
      mapStarted(
        change(draft, thread),
        event,
        envelope as unknown as MapStartedEnvelope | DistributedMapStartedEnvelope,
      );
      return;
    case 'MapRunStarted':
      mapRunStarted(change(draft, thread), event, envelope as unknown as MapRunStartedEnvelope);
      return;
    case 'MapRunRedriven':
      mapRunRedriven(change(draft, thread), event);
      return;
    case 'MapRunSucceeded':
    case 'MapRunFailed':
    case 'MapRunAborted':
      mapRunEnded(change(draft, thread), event);
      return;
    case 'MapIterationStarted':
      iterationStarted(draft, change(draft, thread), event, envelope as unknown as IterationStartedEnvelope);
      return;
    case 'MapIterationSucceeded':
      join(draft, change(draft, thread), event.id);
      return;
    case 'ExecutionStarted':
      started(draft, event, envelope as unknown as StartEnvelope);
      return;
    case 'ExecutionSucceeded':
      ended(draft, event, {
        status: 'SUCCEEDED',
        output: event.details!['executionSucceededEventDetails']!['output']!,
      });
      drop(draft, 0);
      return;
    case 'ExecutionFailed':
      ended(draft, event, { status: 'FAILED', ...event.details!['executionFailedEventDetails'] });
      return;
    case 'ExecutionAborted':
      ended(draft, event, { status: 'ABORTED', ...event.details!['executionAbortedEventDetails'] });
      return;
    case 'ExecutionTimedOut':
      ended(draft, event, { status: 'TIMED_OUT', ...event.details!['executionTimedOutEventDetails'] });
      return;
    case 'ExecutionRedriven':
      redriven(draft, event, envelope as unknown as RedrivenEnvelope);
      return;
    case 'MapStateSucceeded':
    case 'ParallelStateSucceeded':
    case 'MapIterationFailed':
    case 'MapIterationAborted':
    case 'MapStateAborted':
    case 'ParallelStateAborted':
    case 'TaskStateAborted':
    case 'WaitStateAborted':
      return;
  }
}

function applySilent(draft: Draft, envelope: SilentEnvelope): void {
  const thread = change(draft, envelope.thread);
  switch (envelope.type) {
    case 'WaitScheduled':
      thread.phase = 'waiting';
      thread.timer = { id: envelope.timer, dueMs: envelope.dueMs };
      draft.state.nextTimer++;
      return;
    case 'Paused':
      thread.timer = { id: envelope.timer, dueMs: envelope.dueMs };
      draft.state.nextTimer++;
      return;
    case 'RetryScheduled':
      retryScheduled(draft, thread, envelope);
      return;
    case 'RetryStarted':
      thread.phase = 'entered';
      thread.timer = undefined;
      return;
    case 'HeartbeatRecorded':
      if (thread.task) {
        thread.task = { ...thread.task, heartbeat: { id: envelope.timer, dueMs: envelope.dueMs } };
      }
      draft.state.nextTimer++;
      return;
  }
}
