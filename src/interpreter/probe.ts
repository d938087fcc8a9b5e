/**
 * A test of one state looks into a transition through this: what it puts in the place of an execution's own, and what it sees.
 *
 * 1. Without a probe a transition is what it always is. 2. A probe sees the very values that the data flow goes on with; nothing is worked
 * out a second time. 3. With a probe a transition ends where its state ends: the next state is never entered.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { Failure } from './failure.ts';

export interface Probe {
  /** What is seen as the context object in the place of the execution's own. */
  context?(own: JsonObject): JsonObject;
  /** What the branches or iterations are taken to have come to. Without it they run. */
  readonly parts?: MockedParts;
  saw(stage: Stage, value: Json): void;
  failed(failure: Failure): void;
}

/** The value after the field of that name was applied; of Maps, also the numbers that their fields came to. */
export type Stage =
  | 'InputPath'
  | 'Parameters'
  | 'Result'
  | 'ResultSelector'
  | 'ResultPath'
  | 'ItemsPath'
  | 'ItemsPointer'
  | 'ItemSelector'
  | 'ItemBatcher'
  | 'MaxConcurrency'
  | 'ToleratedFailureCount'
  | 'ToleratedFailurePercentage';

/** In the place of a Map's iterations or a Parallel's branches. */
export interface MockedParts {
  readonly outcome:
    | { readonly type: 'Succeeded'; readonly result: Json }
    | { readonly type: 'Failed'; readonly error?: string; readonly cause?: string };
  /** Of a Map: how many of its iterations failed. */
  readonly failedIterations?: number;
  /** Of a Map: what its ItemReader read. */
  readonly items?: readonly Json[];
}
