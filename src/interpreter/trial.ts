/**
 * A trial: one state of a machine, entered with what a test brings along and left as soon as it is done.
 *
 * 1. A trial is moved by `transition` with a probe, by the same activations as an execution; the first is that `TRIAL_TIMER` fired.
 * 2. A trial ends with its state: whatever it goes to next is named and never entered; a retry is told and never waited for.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { RetryFields, State } from '../asl/state-machine.ts';
import { apply, initialState } from './evolve.ts';
import type { ExecutionState } from './execution-state.ts';
import { type Failure, matches, present } from './failure.ts';
import type { HistoryEventType } from './history-event.ts';
import type { ExecutionStart, Step } from './step.ts';
import { change, openDraft } from './thread-table.ts';

export const TRIAL_TIMER = '0-trial';

export interface TrialSetup {
  readonly state: State;
  readonly start: ExecutionStart;
  readonly startMs: number;
  readonly variables: JsonObject;
  /** Of the retrier that speaks of `failure`: how many retries it has used. */
  readonly usedRetries?: { readonly failure: Failure; readonly count: number };
}

/** The state has been entered and waits for `TRIAL_TIMER`. */
export function openTrial({ state, start, startMs, variables, usedRetries }: TrialSetup): ExecutionState {
  const draft = openDraft(initialState());
  const { input, ...rest } = start;
  apply(draft, {
    event: {
      id: 1,
      previousEventId: 0,
      timestamp: startMs,
      type: 'ExecutionStarted',
      details: { executionStartedEventDetails: { input, roleArn: start.roleArn } },
    },
    envelope: { start: present(rest as JsonObject), startAt: state.name },
  });
  apply(draft, {
    event: {
      id: 2,
      previousEventId: 0,
      timestamp: startMs,
      type: `${state.type}StateEntered` as HistoryEventType,
      details: { stateEnteredEventDetails: { name: state.name, input } },
    },
    envelope: { thread: 0 },
  });
  const thread = change(draft, 0);
  thread.phase = 'retrying';
  thread.timer = { id: TRIAL_TIMER, dueMs: startMs };
  thread.variables = variables;
  const retrier = usedRetries && retrierOf(state, usedRetries.failure);
  if (usedRetries && retrier !== undefined) {
    thread.retries = Array.from({ length: retrier + 1 }, (_, index) => (index === retrier ? usedRetries.count : 0));
  }
  return draft.state;
}

export type TrialOutcome =
  | { readonly type: 'Left'; readonly output: Json; readonly assigned: JsonObject; readonly next?: string }
  | { readonly type: 'Retrying'; readonly dueMs: number }
  | { readonly type: 'Failed'; readonly error?: string; readonly cause?: string };

/** What a step brought the trial to; `undefined` while it waits for the outside. */
export function trialOutcome({ history, state }: Step): TrialOutcome | undefined {
  const { end } = state;
  if (end && end.status !== 'SUCCEEDED') return { type: 'Failed', error: end.error, cause: end.cause };
  for (const { event, envelope } of history) {
    if (!event && envelope['type'] === 'RetryScheduled')
      return { type: 'Retrying', dueMs: envelope['dueMs'] as number };
    const exited = event?.details?.['stateExitedEventDetails'];
    if (!exited) continue;
    const assigned = (exited['assignedVariables'] ?? {}) as JsonObject;
    const left: TrialOutcome = { type: 'Left', output: exited['output']!, assigned };
    return envelope['next'] === undefined ? left : { ...left, next: envelope['next'] as string };
  }
  return undefined;
}

/** Place of the first retrier that speaks of a failure, whether or not it has attempts left. */
export function retrierOf(state: State & RetryFields, failure: Failure): number | undefined {
  return placeOf(state.retry, failure);
}

/** Place of the first catcher that speaks of a failure. */
export function catcherOf(state: State & RetryFields, failure: Failure): number | undefined {
  return placeOf(state.catch, failure);
}

function placeOf(
  handlers: readonly { readonly errorEquals: readonly string[] }[] | undefined,
  failure: Failure,
): number | undefined {
  const index = handlers?.findIndex(({ errorEquals }) => matches(errorEquals, failure)) ?? -1;
  return index < 0 ? undefined : index;
}
