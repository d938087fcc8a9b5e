/**
 * What becomes of a failed state: it is retried, caught, or it fails what is around it.
 *
 * 1. A fatal failure (AWS's `States.Runtime`) is neither retried nor caught anywhere: it ends the execution at once.
 * 2. A failure in a Parallel or Map ends its other branches and iterations; then it is that state's failure.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { Catcher, Retrier, RetryFields, State } from '../asl/state-machine.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluateTemplate } from '../query/payload-template.ts';
import { applyResultPath } from '../query/result-path.ts';
import type { Evaluation, Eventually } from '../query/scope.ts';
import { scopeOf } from './context-object.ts';
import { andThen } from './eventually.ts';
import type { Thread } from './execution-state.ts';
import { leaveState } from './leave-state.ts';
import { retryDelayMs } from './retry-delay.ts';
import { emit, emitOfExecution, envelopeOf, isRunning, note, type Run, stateOf, thread } from './run.ts';
import { childrenOf } from './thread-table.ts';

export interface Failure {
  readonly error?: string;
  readonly cause?: string;
  /** Another name by which retriers and catchers know it. */
  readonly alias?: string;
  readonly isFatal?: boolean;
}

/** The state of a thread failed. Its own event (`TaskFailed`, `EvaluationFailed`) has been written; what comes now follows event `after`. */
export function fail(run: Run, threadId: number, failure: Failure, after?: number): Eventually<void> {
  if (!isRunning(run)) return;
  run.probe?.failed(failure);
  const of = thread(run, threadId);
  const failedEventId = after ?? of.lastEventId;
  if (failure.isFatal) {
    failExecution(run, failedEventId, failure);
    return;
  }
  const state = stateOf(run.machine, run.draft.state, of) as State & RetryFields;
  const retrier = findRetrier(state.retry, of, failure);
  if (retrier !== undefined) {
    scheduleRetry(run, of, state.retry![retrier]!, retrier, failedEventId);
    return;
  }
  if (state.type === 'Map' || state.type === 'Parallel') {
    const type = state.type === 'Map' ? 'MapStateFailed' : 'ParallelStateFailed';
    emit(run, of, type, undefined, envelopeOf(of.id), failedEventId);
    if (!isRunning(run)) return;
  }
  const catcher = state.catch?.find((candidate) => matches(candidate.errorEquals, failure));
  return catcher ? catchFailure(run, threadId, state, catcher, failure) : failAround(run, threadId, failure);
}

/** An expression of a thread's state could not be evaluated. */
export function failEvaluation(
  run: Run,
  threadId: number,
  evaluation: Evaluation<unknown> & { ok: false },
  options: { readonly isInCatch?: boolean } = {},
): Eventually<void> {
  if (!isRunning(run)) return;
  const of = thread(run, threadId);
  const { error = 'States.Runtime', cause = '' } = evaluation.error;
  const failure: Failure = { error, cause: describe(of, cause), isFatal: error === 'States.Runtime' };
  if (error === 'States.QueryEvaluationError') {
    const details: Record<string, Json> = { error, cause: failure.cause!, state: of.state };
    if (evaluation.location !== undefined) details['location'] = evaluation.location;
    emit(run, of, 'EvaluationFailed', { evaluationFailedEventDetails: details }, undefined, evaluationFollows(run, of));
  }
  return options.isInCatch && !failure.isFatal ? failAround(run, threadId, failure) : fail(run, threadId, failure);
}

/** AWS's opening of every message about a state. */
export function describe(of: Thread, cause: string): string {
  return `An error occurred while executing the state '${of.state}' (entered at the event id #${of.enteredEventId}). ${cause}`;
}

/** A failed evaluation on entry comes after what the entry came after; a Wait evaluates once it has been entered. */
function evaluationFollows(run: Run, of: Thread): number {
  const isEntering = of.lastEventId === of.enteredEventId;
  return isEntering && stateOf(run.machine, run.draft.state, of).type !== 'Wait' ? of.enteredAfter : of.lastEventId;
}

export function failExecution(run: Run, after: number, { error, cause }: Failure): void {
  if (!isRunning(run)) return;
  emitOfExecution(run, 'ExecutionFailed', after, { executionFailedEventDetails: present({ error, cause }) });
}

/** Without the members that are not there. */
export function present(fields: { readonly [name: string]: Json | undefined }): { readonly [name: string]: Json } {
  const result: Record<string, Json> = {};
  for (const name in fields) if (fields[name] !== undefined) result[name] = fields[name];
  return result;
}

/** Does a list of error names speak of this failure? @see https://states-language.net/#errors */
export function matches(errorEquals: readonly string[], failure: Failure): boolean {
  return errorEquals.some((name) => {
    if (name === failure.error || name === failure.alias) return true;
    if (failure.error === 'States.Runtime') return false;
    return name === 'States.ALL' || (name === 'States.TaskFailed' && failure.error !== 'States.Timeout');
  });
}

function findRetrier(retriers: readonly Retrier[] | undefined, of: Thread, failure: Failure): number | undefined {
  const index = retriers?.findIndex((retrier) => matches(retrier.errorEquals, failure)) ?? -1;
  if (index < 0) return undefined;
  return (of.retries?.[index] ?? 0) < retriers![index]!.maxAttempts ? index : undefined;
}

function scheduleRetry(run: Run, of: Thread, retrier: Retrier, index: number, lastEventId: number): void {
  const dueMs = run.nowMs + retryDelayMs(retrier, of.retries?.[index] ?? 0, run.random());
  const timer = `${of.id}-retry-${run.draft.state.nextTimer}`;
  note(run, { type: 'RetryScheduled', thread: of.id, retrier: index, timer, dueMs, lastEventId });
}

function catchFailure(run: Run, threadId: number, state: State, catcher: Catcher, failure: Failure): Eventually<void> {
  const of = thread(run, threadId);
  const errorOutput = errorOutputOf(failure);
  const isJsonata = state.queryLanguage === 'JSONata';
  const scope = scopeOf(run, of, isJsonata ? of.input : errorOutput, { errorOutput });
  const assigned = !catcher.assign
    ? undefined
    : isJsonata
      ? evaluateJsonata(catcher.assign, scope, 'Assign')
      : evaluateTemplate(catcher.assign, scope);
  return andThen(assigned, (assignment) => {
    if (assignment?.ok === false) return failEvaluation(run, threadId, assignment, { isInCatch: true });
    const output: Eventually<Evaluation<Json>> = !isJsonata
      ? applyResultPath(catcher.resultPath === undefined ? '$' : catcher.resultPath, of.input, errorOutput)
      : catcher.output === undefined
        ? { ok: true, value: errorOutput }
        : evaluateJsonata(catcher.output, scope, 'Output');
    return andThen(output, (evaluated) => {
      if (!evaluated.ok) return failEvaluation(run, threadId, evaluated, { isInCatch: true });
      leaveState(run, threadId, state, {
        output: evaluated.value,
        assigned: assignment?.value as JsonObject | undefined,
        next: catcher.next,
      });
    });
  });
}

/** `$states.errorOutput`. A timeout has an empty cause; a failure without an error, nulls. */
function errorOutputOf({ error, cause }: Failure): JsonObject {
  return { Error: error ?? null, Cause: cause ?? (error === undefined ? null : '') };
}

/** Nobody in the state itself took care: the branch, the iteration or the execution fails. */
function failAround(run: Run, threadId: number, failure: Failure): Eventually<void> {
  const of = thread(run, threadId);
  if (of.parent === undefined) {
    failExecution(run, of.lastEventId, failure);
    return;
  }
  const parent = thread(run, of.parent);
  abortBelow(run, parent, of.id, of.lastEventId);
  if (!isRunning(run)) return;
  return fail(run, parent.id, failure, of.lastEventId);
}

/** AWS's events for the ends of what ran beside a failed branch or iteration, and of the failed one itself. */
function abortBelow(run: Run, parent: Thread, failedId: number | undefined, after: number): void {
  for (const child of childrenOf(run.draft.state, parent.id)) {
    if (parent.parts!.kind === 'Map') {
      const isFailed = child.id === failedId;
      const member = isFailed ? 'mapIterationFailedEventDetails' : 'mapIterationAbortedEventDetails';
      const details = { [member]: { name: parent.state, index: child.slot } };
      emit(run, child, isFailed ? 'MapIterationFailed' : 'MapIterationAborted', details, envelopeOf(child.id), after);
    }
    abortState(run, child, after);
  }
}

/** What runs below a state that itself has failed was ended then. */
function abortState(run: Run, of: Thread, after: number): void {
  switch (stateOf(run.machine, run.draft.state, of).type) {
    case 'Task':
      emit(run, of, 'TaskStateAborted', undefined, envelopeOf(of.id), after);
      return;
    case 'Wait':
      emit(run, of, 'WaitStateAborted', undefined, envelopeOf(of.id), after);
      return;
    case 'Parallel':
      emit(run, of, 'ParallelStateAborted', undefined, envelopeOf(of.id), after);
      if (of.phase === 'parted') abortBelow(run, of, undefined, after);
      return;
    case 'Map':
      if (of.phase === 'mapping') emit(run, of, 'MapRunAborted', undefined, envelopeOf(of.id), after);
      emit(run, of, 'MapStateAborted', undefined, envelopeOf(of.id), after);
      if (of.phase === 'parted') abortBelow(run, of, undefined, after);
      return;
    case 'Pass':
    case 'Choice':
    case 'Succeed':
    case 'Fail':
      return;
  }
}
