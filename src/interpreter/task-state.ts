/**
 * Task: schedules work outside and goes on with what comes of it.
 *
 * 1. A task's id is never used again: an activation for an earlier attempt finds nobody (I3).
 * 2. Timeouts count from the schedule; an activity's heartbeats from when a worker took it.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { ResourceRef, TaskState } from '../asl/state-machine.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluateTemplate } from '../query/payload-template.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { retryCountOf, scopeOf } from './context-object.ts';
import { effectiveInput, evaluateArguments, finishState } from './data-flow.ts';
import { andThen } from './eventually.ts';
import type { Thread } from './execution-state.ts';
import { describe, type Failure, fail, failEvaluation, failExecution } from './failure.ts';
import { dataLimitExceeded, isTooLarge } from './leave-state.ts';
import { evaluateNumber, type NumberRange } from './number-field.ts';
import { emit, envelopeOf, isRunning, note, type Run, stateOf, thread } from './run.ts';
import type { Activation } from './step.ts';
import { event, failedEvent, scheduledEvent, startedEvent, succeededEvent } from './task-events.ts';
import { makeTaskToken } from './task-token.ts';
import { threadsOf } from './thread-table.ts';

export function runTask(run: Run, threadId: number, state: TaskState): Eventually<void> {
  const of = thread(run, threadId);
  const input = effectiveInput(run, of, state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  const taskId = `${threadId}-${run.draft.state.nextEventId}`;
  const token = hasToken(state.resource)
    ? makeTaskToken(run.draft.state.start!.executionArn, taskId, run.random)
    : undefined;
  const scope = scopeOf(run, of, input.value, state.resource.type === 'activity' ? {} : { taskToken: token });
  return andThen(evaluateArguments(state, scope), (args) => {
    if (!args.ok) return failEvaluation(run, threadId, args);
    run.probe?.saw('Parameters', args.value);
    return andThen(evaluateSettings(state, scope), (settings) => {
      if (!settings.ok) return failEvaluation(run, threadId, settings);
      if (run.absentActivities.includes(state.resource.arn)) return failAbsent(run, threadId, state.resource.arn);
      schedule(run, threadId, state, { taskId, token, arguments: args.value, ...settings.value });
    });
  });
}

/** Tasks that somebody outside brings to their end. */
function hasToken(resource: ResourceRef): boolean {
  return (
    resource.type === 'activity' || (resource.type === 'integration' && resource.pattern === 'WAIT_FOR_TASK_TOKEN')
  );
}

interface Settings {
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly credentials?: Json;
}

function evaluateSettings(state: TaskState, scope: Scope): Eventually<Evaluation<Settings>> {
  const { timeoutSeconds, timeoutSecondsPath, heartbeatSeconds, heartbeatSecondsPath, credentials } = state;
  const timeout = evaluateNumber(
    'TimeoutSeconds',
    timeoutSeconds,
    timeoutSecondsPath,
    scope,
    secondsRange('TimeoutSeconds'),
  );
  return andThen(timeout, (evaluatedTimeout) => {
    if (!evaluatedTimeout.ok) return evaluatedTimeout;
    const range = secondsRange('HeartbeatSeconds');
    const heartbeat = evaluateNumber('HeartbeatSeconds', heartbeatSeconds, heartbeatSecondsPath, scope, range);
    return andThen(heartbeat, (evaluatedHeartbeat) => {
      if (!evaluatedHeartbeat.ok) return evaluatedHeartbeat;
      const known = { timeoutSeconds: evaluatedTimeout.value, heartbeatSeconds: evaluatedHeartbeat.value };
      if (credentials === undefined) return { ok: true, value: known };
      const evaluated =
        state.queryLanguage === 'JSONata'
          ? evaluateJsonata(credentials, scope, 'Credentials')
          : evaluateTemplate(credentials, scope);
      return andThen(evaluated, (found) =>
        found.ok ? { ok: true as const, value: { ...known, credentials: found.value } } : found,
      );
    });
  });
}

function secondsRange(field: string): NumberRange {
  return { kind: 'integer', min: 1, max: 99_999_999, message: `${field} must be between 1 and 99999999.` };
}

/** A task of an activity that was deleted is not scheduled. */
function failAbsent(run: Run, threadId: number, arn: string): Eventually<void> {
  const cause = describe(thread(run, threadId), `The activity ${arn} does not exist.`);
  return fail(run, threadId, { error: 'States.Runtime', cause, isFatal: true });
}

interface NewTask extends Settings {
  readonly taskId: string;
  readonly token?: string;
  readonly arguments: Json;
}

function schedule(run: Run, threadId: number, state: TaskState, task: NewTask): void {
  const of = thread(run, threadId);
  const { resource } = state;
  if (task.arguments !== of.input && isTooLarge(run, task.arguments)) {
    failExecution(run, of.lastEventId, dataLimitExceeded(of.state));
    return;
  }
  const { timeoutSeconds, heartbeatSeconds, credentials } = task;
  const { type, details } = scheduledEvent(resource, {
    arguments: task.arguments,
    region: regionOf(run.draft.state.start!.executionArn),
    timeoutInSeconds: timeoutSeconds,
    heartbeatInSeconds: heartbeatSeconds,
    taskCredentials:
      credentials === undefined ? undefined : { roleArn: (credentials as JsonObject)['RoleArn'] ?? null },
  });
  const envelope: Record<string, Json> = { thread: threadId, task: task.taskId, attempt: retryCountOf(of) };
  if (task.token !== undefined) envelope['token'] = task.token;
  if (credentials !== undefined) envelope['credentials'] = credentials;
  if (timeoutSeconds !== undefined) envelope['timeoutDueMs'] = run.nowMs + timeoutSeconds * 1_000;
  if (heartbeatSeconds !== undefined && resource.type !== 'activity') {
    envelope['heartbeatDueMs'] = run.nowMs + heartbeatSeconds * 1_000;
  }
  emit(run, of, type, details, envelope);
  const started = startedEvent(resource);
  if (started && isRunning(run)) emit(run, thread(run, threadId), started.type, started.details);
}

/** Fourth part of an ARN. */
function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

type TaskActivation = Extract<Activation, { readonly taskId: string }>;

/** Something became known of a task that is awaited. */
export function taskChanged(run: Run, of: Thread, activation: TaskActivation): Eventually<void> {
  const state = stateOf(run.machine, run.draft.state, of) as TaskState;
  switch (activation.type) {
    case 'TaskStarted':
      return taskTaken(run, of, activation.workerName);
    case 'TaskSubmitted':
      run.over.add(`task ${activation.taskId}`);
      return taskSubmitted(run, of, state, activation.output);
    case 'TaskHeartbeat':
      return taskHeartbeat(run, of);
    case 'TaskSucceeded':
      endWatch(run, activation.taskId);
      return taskSucceeded(run, of, state, activation.output);
    case 'TaskFailed':
      endWatch(run, activation.taskId);
      return taskFailed(run, of, state, activation);
  }
}

/** Whoever brought the end needs no command to let go. */
function endWatch(run: Run, taskId: string): void {
  run.over.add(`task ${taskId}`);
  run.over.add(`job ${taskId}`);
}

function taskTaken(run: Run, of: Thread, workerName: string | undefined): void {
  const { heartbeatSeconds, id } = of.task!;
  run.over.add(`task ${id}`);
  const { type, details } = event('ActivityStarted', { workerName });
  const heartbeatDueMs = heartbeatSeconds === undefined ? undefined : run.nowMs + heartbeatSeconds * 1_000;
  emit(run, of, type, details, heartbeatDueMs === undefined ? envelopeOf(of.id) : { thread: of.id, heartbeatDueMs });
}

function taskSubmitted(run: Run, of: Thread, state: TaskState, output: Json): void {
  if (state.resource.type !== 'integration') return;
  const { resourceType, resource } = state.resource;
  const { type, details } = event('TaskSubmitted', { resourceType, resource, output });
  emit(run, of, type, details);
}

function taskHeartbeat(run: Run, of: Thread): void {
  const { heartbeatSeconds, id } = of.task!;
  if (heartbeatSeconds === undefined) return;
  const timer = `${id}-heartbeat-${run.draft.state.nextTimer}`;
  note(run, { type: 'HeartbeatRecorded', thread: of.id, timer, dueMs: run.nowMs + heartbeatSeconds * 1_000 });
}

function taskSucceeded(run: Run, of: Thread, state: TaskState, output: Json): Eventually<void> {
  const { resource } = state;
  if (state.resultPath !== null && isTooLarge(run, output)) {
    const subject = resource.type === 'integration' ? resource.resourceType : resource.arn;
    return taskFailed(run, of, state, dataLimitExceeded(subject));
  }
  const { type, details } = succeededEvent(resource, output);
  emit(run, of, type, details);
  if (!isRunning(run)) return;
  return finishState(run, of.id, state, {
    input: of.input,
    result: output,
    assign: state.assign,
    output: state.output,
  });
}

function taskFailed(
  run: Run,
  of: Thread,
  state: TaskState,
  { error, cause, failure }: Pick<TaskActivation & { type: 'TaskFailed' }, 'error' | 'cause' | 'failure'>,
): Eventually<void> {
  if (failure === 'SCHEDULE_FAILED' && error === 'States.Runtime') {
    return fail(run, of.id, { error, cause: describe(of, cause ?? ''), isFatal: true });
  }
  const { type, details } = failedEvent(state.resource, failure, { error, cause });
  emit(run, of, type, details);
  return fail(run, of.id, { error, cause });
}

/**
 * The timer of a task fired. Tasks beside it, in the same Map or Parallel, whose time is up at this moment time out with it,
 * before any of their failures has consequences; the first of them in the order of their beginning is the one that fails what is around.
 */
export function taskTimedOut(run: Run, of: Thread): Eventually<void> {
  const late = of.parent === undefined ? [of.id] : [of.id, ...lateBeside(run, of)].sort((a, b) => a - b);
  const failures: Failure[] = [];
  for (const id of late) failures.push(timeOut(run, thread(run, id)));
  return failInTurn(run, late, failures, 0);
}

function lateBeside(run: Run, of: Thread): number[] {
  const late: number[] = [];
  for (const other of threadsOf(run.draft.state)) {
    if (other.parent === of.parent && other.id !== of.id && isLate(other, run.nowMs)) late.push(other.id);
  }
  return late;
}

function isLate({ task }: Thread, nowMs: number): boolean {
  return (task?.timeout?.dueMs ?? Infinity) <= nowMs || (task?.heartbeat?.dueMs ?? Infinity) <= nowMs;
}

function timeOut(run: Run, of: Thread): Failure {
  const state = stateOf(run.machine, run.draft.state, of) as TaskState;
  const isHeartbeat = (of.task?.timeout?.dueMs ?? Infinity) > run.nowMs;
  const { type, details } = failedEvent(state.resource, 'TIMED_OUT', { error: 'States.Timeout' });
  emit(run, of, type, details);
  return { error: 'States.Timeout', alias: isHeartbeat ? 'States.HeartbeatTimeout' : undefined };
}

function failInTurn(run: Run, ids: readonly number[], failures: readonly Failure[], index: number): Eventually<void> {
  if (index === ids.length || !isRunning(run)) return;
  const found = run.draft.ownThreads.get(ids[index]!);
  // An earlier failure may have swept this one away.
  const done = found?.phase === 'failed' ? fail(run, found.id, failures[index]!) : undefined;
  return andThen(done, () => failInTurn(run, ids, failures, index + 1));
}
