/**
 * What an expression can see and what an evaluation gives back. Everything in `query/` is pure: time and randomness come in here.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { WorkflowError } from './workflow-error.ts';

export interface Scope {
  /** `$` of JSONPath, `$states.input` of JSONata. */
  readonly input: Json;
  /** `$$` of JSONPath, `$states.context` of JSONata. */
  readonly context: JsonObject;
  /** Workflow variables, inner scopes already laid over outer ones. */
  readonly variables: JsonObject;
  /** `$states.result`; absent where AWS does not bind it. */
  readonly result?: Json;
  /** `$states.errorOutput`; bound in Catch only. */
  readonly errorOutput?: Json;
  /** Milliseconds since the epoch: `$now()`, `$millis()`. */
  readonly nowMs: number;
  /** Next number of the activation's seeded sequence, in [0, 1): `$random()`, `$uuid()`, `States.UUID()`, `States.MathRandom`. */
  readonly random: () => number;
}

/**
 * `error.cause` lacks the prefix "An error occurred while executing the state 'X' (entered at the event id #N). ": the interpreter adds it.
 * `location` is the field of an `EvaluationFailed` event, such as `Output/total`.
 */
export type Evaluation<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WorkflowError; readonly location?: string };

/** A value now, or a promise that awaits the JSONata evaluator and nothing else. */
export type Eventually<T> = T | Promise<T>;
