/**
 * History events as AWS names them, with payloads as JSON values instead of JSON text: the API's edge writes the text.
 * Invariant: within one step a payload that recurs is the same object, so that the journal stores it once.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
import type { Json, JsonObject } from '../asl/json.ts';

/** An event as the journal keeps it: `id` counts from 1 without gaps; `timestamp` is milliseconds since the epoch. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: HistoryEventType;
  /** The one `…EventDetails` member of the event, under its own name; absent for types that have none. */
  readonly details?: EventDetails;
}

/**
 * A line of the journal: an AWS event with what the fold needs beside it, or a silent entry that AWS does not show
 * (a scheduled retry, a recorded heartbeat). `evolve` needs nothing else.
 */
export interface JournalEvent {
  /** Absent on silent entries. */
  readonly event?: HistoryEvent;
  /** Internal: never leaves the API. Its shape belongs to the interpreter. */
  readonly envelope: JsonObject;
}

/**
 * Member name as on the wire (`taskFailedEventDetails`) with AWS's fields; `input`, `output`, `parameters` and each of `assignedVariables` are
 * JSON values. `wireEvent` writes their text and adds `inputDetails` and its like.
 */
export type EventDetails = { readonly [member: string]: { readonly [field: string]: Json | undefined } };

export type HistoryEventType =
  | 'ActivityFailed'
  | 'ActivityScheduled'
  | 'ActivityScheduleFailed'
  | 'ActivityStarted'
  | 'ActivitySucceeded'
  | 'ActivityTimedOut'
  | 'ChoiceStateEntered'
  | 'ChoiceStateExited'
  | 'EvaluationFailed'
  | 'ExecutionAborted'
  | 'ExecutionFailed'
  | 'ExecutionRedriven'
  | 'ExecutionStarted'
  | 'ExecutionSucceeded'
  | 'ExecutionTimedOut'
  | 'FailStateEntered'
  | 'LambdaFunctionFailed'
  | 'LambdaFunctionScheduled'
  | 'LambdaFunctionScheduleFailed'
  | 'LambdaFunctionStarted'
  | 'LambdaFunctionStartFailed'
  | 'LambdaFunctionSucceeded'
  | 'LambdaFunctionTimedOut'
  | 'MapIterationAborted'
  | 'MapIterationFailed'
  | 'MapIterationStarted'
  | 'MapIterationSucceeded'
  | 'MapRunAborted'
  | 'MapRunFailed'
  | 'MapRunRedriven'
  | 'MapRunStarted'
  | 'MapRunSucceeded'
  | 'MapStateAborted'
  | 'MapStateEntered'
  | 'MapStateExited'
  | 'MapStateFailed'
  | 'MapStateStarted'
  | 'MapStateSucceeded'
  | 'ParallelStateAborted'
  | 'ParallelStateEntered'
  | 'ParallelStateExited'
  | 'ParallelStateFailed'
  | 'ParallelStateStarted'
  | 'ParallelStateSucceeded'
  | 'PassStateEntered'
  | 'PassStateExited'
  | 'SucceedStateEntered'
  | 'SucceedStateExited'
  | 'TaskFailed'
  | 'TaskScheduled'
  | 'TaskStarted'
  | 'TaskStartFailed'
  | 'TaskStateAborted'
  | 'TaskStateEntered'
  | 'TaskStateExited'
  | 'TaskSubmitFailed'
  | 'TaskSubmitted'
  | 'TaskSucceeded'
  | 'TaskTimedOut'
  | 'WaitStateAborted'
  | 'WaitStateEntered'
  | 'WaitStateExited';
