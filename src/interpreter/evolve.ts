/**
 * The fold: the only way in which the state of an execution changes. A transition applies what it writes through the same function,
 * so that folding the journal gives the transition's state by construction (I1).
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type {
  ExitEnvelope,
  IterationStartedEnvelope,
  MapStartedEnvelope,
  ParallelStartedEnvelope,
  RedrivenEnvelope,
  ScheduledEnvelope,
  SilentEnvelope,
  StartEnvelope,
  TakenEnvelope,
  ThreadEnvelope,
} from './envelope.ts';
import type { ExecutionState, Parts, Timer } from './execution-state.ts';
import type { HistoryEvent, JournalEvent } from './history-event.ts';
import type { ExecutionEnd, ExecutionStart } from './step.ts';
import {
  change,
  type Draft,
  drop,
  dropBelow,
  type MutableThread,
  openDraft,
  put,
  threadOf,
  threadsOf,
  withResult,
} from './thread-table.ts';

const noVariables: JsonObject = Object.freeze({});

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
      mapStarted(change(draft, thread), event, envelope as unknown as MapStartedEnvelope);
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
    case 'MapRunAborted':
    case 'MapRunFailed':
    case 'MapRunRedriven':
    case 'MapRunStarted':
    case 'MapRunSucceeded':
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

function started(draft: Draft, event: HistoryEvent, envelope: StartEnvelope): void {
  const input = event.details!['executionStartedEventDetails']!['input']!;
  const { state } = draft;
  state.start = { ...(envelope.start as unknown as Omit<ExecutionStart, 'input'>), input };
  state.startedMs = event.timestamp;
  state.timer = executionTimer(state, envelope.dueMs);
  put(draft, newThread(draft, undefined, 0, envelope.startAt, input, 0));
}

function entered(thread: MutableThread, event: HistoryEvent): void {
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

function exited(draft: Draft, thread: MutableThread, event: HistoryEvent, next: string | undefined): void {
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
  if (next !== undefined) {
    thread.state = next;
    thread.phase = 'entering';
    return;
  }
  thread.phase = 'ended';
  if (thread.parent === undefined) return;
  if (threadOf(draft.state, thread.parent)!.parts!.kind === 'Parallel') join(draft, thread, event.id);
}

function scheduled(thread: MutableThread, event: HistoryEvent, envelope: ScheduledEnvelope): void {
  const details = Object.values(event.details!)[0]!;
  const { task: id, timeoutDueMs, heartbeatDueMs } = envelope;
  thread.phase = 'working';
  thread.lastEventId = event.id;
  thread.task = {
    id,
    arguments: (event.type === 'TaskScheduled' ? details['parameters'] : details['input'])!,
    token: envelope.token,
    credentials: envelope.credentials,
    timeoutSeconds: details['timeoutInSeconds'] as number | undefined,
    heartbeatSeconds: details['heartbeatInSeconds'] as number | undefined,
    attempt: envelope.attempt,
    timeout: timeoutDueMs === undefined ? undefined : { id: `${id}-timeout`, dueMs: timeoutDueMs },
    heartbeat: heartbeatDueMs === undefined ? undefined : { id: `${id}-heartbeat`, dueMs: heartbeatDueMs },
  };
}

function taken(thread: MutableThread, event: HistoryEvent, { heartbeatDueMs }: TakenEnvelope): void {
  const task = thread.task!;
  thread.lastEventId = event.id;
  const heartbeat =
    heartbeatDueMs === undefined ? task.heartbeat : { id: `${task.id}-heartbeat`, dueMs: heartbeatDueMs };
  thread.task = { ...task, taken: true, heartbeat };
}

function submitted(thread: MutableThread, event: HistoryEvent): void {
  const output = event.details!['taskSubmittedEventDetails']!['output']!;
  thread.lastEventId = event.id;
  thread.task = { ...thread.task!, submitted: { output } };
}

function taskEnded(thread: MutableThread, event: HistoryEvent, phase: 'entered' | 'failed'): void {
  thread.phase = phase;
  thread.lastEventId = event.id;
  thread.task = undefined;
  thread.timer = undefined;
}

function parallelStarted(
  draft: Draft,
  thread: MutableThread,
  event: HistoryEvent,
  { input, startAt }: ParallelStartedEnvelope,
): void {
  const total = startAt.length;
  const parts: Parts = { kind: 'Parallel', total, begun: total, succeeded: 0, concurrency: total, input, results: [] };
  thread.parts = parts;
  thread.phase = 'parted';
  thread.lastEventId = event.id;
  startAt.forEach((state, slot) => {
    const branch = newThread(draft, thread.id, slot, state, input, event.id);
    branch.variables = thread.variables;
    put(draft, branch);
  });
}

function mapStarted(
  thread: MutableThread,
  event: HistoryEvent,
  { items, input, concurrency }: MapStartedEnvelope,
): void {
  const total = items.length;
  thread.parts = { kind: 'Map', total, begun: 0, succeeded: 0, concurrency, input, items, results: [] };
  thread.phase = total === 0 ? 'joined' : 'parted';
  thread.lastEventId = event.id;
}

function iterationStarted(
  draft: Draft,
  parent: MutableThread,
  event: HistoryEvent,
  { startAt, input }: IterationStartedEnvelope,
): void {
  const parts = parent.parts!;
  const iteration = newThread(draft, parent.id, parts.begun, startAt, input, event.id);
  iteration.variables = parent.variables;
  put(draft, iteration);
  parent.parts = { ...parts, begun: parts.begun + 1 };
}

/** A branch or an iteration is done: only its result stays. */
function join(draft: Draft, child: MutableThread, eventId: number): void {
  const parent = change(draft, child.parent!);
  const parts = parent.parts!;
  const succeeded = parts.succeeded + 1;
  parent.parts = { ...parts, succeeded, results: withResult(parts.results, child.slot, child.input) };
  parent.lastEventId = eventId;
  if (succeeded === parts.total) parent.phase = 'joined';
  drop(draft, child.id);
}

function retryScheduled(
  draft: Draft,
  thread: MutableThread,
  { retrier, timer, dueMs, lastEventId }: SilentEnvelope & { type: 'RetryScheduled' },
): void {
  const retries = [...(thread.retries ?? [])];
  while (retries.length <= retrier) retries.push(0);
  retries[retrier]!++;
  if (thread.parts) dropBelow(draft, thread.id);
  thread.parts = undefined;
  thread.retries = retries;
  thread.phase = 'retrying';
  thread.timer = { id: timer, dueMs };
  thread.lastEventId = lastEventId;
  draft.state.nextTimer++;
}

function ended(draft: Draft, event: HistoryEvent, end: ExecutionEnd): void {
  draft.state.status = end.status;
  draft.state.end = end;
  draft.state.endedMs = event.timestamp;
  draft.state.timer = undefined;
}

/** What failed, was stopped or timed out takes up where it was; what succeeded stays done. */
function redriven(draft: Draft, event: HistoryEvent, { dueMs }: RedrivenEnvelope): void {
  const { state } = draft;
  state.status = 'RUNNING';
  state.end = undefined;
  state.endedMs = undefined;
  state.redriveCount = event.details!['executionRedrivenEventDetails']!['redriveCount'] as number;
  state.redrivenMs = event.timestamp;
  state.timer = executionTimer(state, dueMs);
  for (const { id } of [...threadsOf(state)]) {
    const thread = change(draft, id);
    thread.lastEventId = event.id;
    if (thread.parts) {
      thread.phase = thread.parts.succeeded === thread.parts.total ? 'joined' : 'parted';
    } else if (thread.phase !== 'ended' && thread.phase !== 'entering') {
      thread.phase = 'entered';
      thread.retries = undefined;
      thread.timer = undefined;
      thread.task = undefined;
    }
  }
}

function executionTimer(state: ExecutionState, dueMs: number | undefined): Timer | undefined {
  return dueMs === undefined ? undefined : { id: `execution-${state.redriveCount}`, dueMs };
}

function newThread(
  draft: Draft,
  parent: number | undefined,
  slot: number,
  state: string,
  input: Json,
  lastEventId: number,
): MutableThread {
  return {
    id: draft.state.nextThreadId++,
    parent,
    slot,
    phase: 'entering',
    state,
    input,
    enteredEventId: 0,
    enteredMs: 0,
    enteredAfter: 0,
    lastEventId,
    variables: noVariables,
    retries: undefined,
    timer: undefined,
    task: undefined,
    parts: undefined,
  };
}
