/**
 * The state of an execution: plain data, a fold over its history.
 * Owned by the interpreter. Others may read `status`, `end`, `start`, `nextEventId` and `redriveTokens`, and nothing else.
 *
 * 1. It survives `JSON.parse(JSON.stringify(state))`. 2. It is never changed in place once a step has been returned.
 * 3. A finished iteration or branch leaves its result behind and nothing else.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { ExecutionEnd, ExecutionStart, ExecutionStatus } from './step.ts';

export interface ExecutionState {
  readonly status: ExecutionStatus;
  readonly end?: ExecutionEnd;
  readonly start?: ExecutionStart;
  readonly startedMs: number;
  readonly endedMs?: number;
  /** Id of the next history event: events so far plus one. */
  readonly nextEventId: number;
  readonly redriveCount: number;
  readonly redrivenMs?: number;
  /** The latest redrives that named a client token, so that a repeated request is known. Absent before the first. */
  readonly redriveTokens?: readonly { readonly clientToken: string; readonly timeMs: number }[];
  /** The execution's own timeout. */
  readonly timer?: Timer;
  readonly nextThreadId: number;
  /** Number of the next timer that has no event of its own to be named after. */
  readonly nextTimer: number;
  readonly threads: ThreadTable;
}

/** Live threads by `id >> 5`, then by id: a change copies two small objects, however many threads live. */
export type ThreadTable = { readonly [chunk: string]: { readonly [id: string]: Thread } };

export interface Timer {
  readonly id: string;
  readonly dueMs: number;
}

/**
 * `entering`: about to enter `state` with `input`. `entered`: evaluates. `waiting`: a Wait's timer. `working`: a task is in flight. `mapping`: its map run is in flight. `retrying`:
 * waits for the next attempt. `parted`: its branches or iterations run. `failed`: kept for a redrive. `ended`: `input` is its result.
 */
export type ThreadPhase =
  | 'entering'
  | 'entered'
  | 'waiting'
  | 'working'
  | 'mapping'
  | 'retrying'
  | 'parted'
  | 'joined'
  | 'failed'
  | 'ended';

/** The root, a branch of a Parallel or an iteration of a Map: one state at a time, with a variable scope of its own. */
export interface Thread {
  readonly id: number;
  /** Thread of the Parallel or Map; absent on the root. */
  readonly parent?: number;
  /** Which branch or iteration of the parent. */
  readonly slot: number;
  readonly phase: ThreadPhase;
  readonly state: string;
  /** The state's raw input. */
  readonly input: Json;
  readonly enteredEventId: number;
  readonly enteredMs: number;
  /** What the `…StateEntered` event came after: a failed evaluation on entry comes after that, too. */
  readonly enteredAfter: number;
  /** The last event of this thread: the next one's `previousEventId`. */
  readonly lastEventId: number;
  /** Own variables laid over those of the outer scopes. */
  readonly variables: JsonObject;
  /** Retries used, by the place of the retrier in the state. Absent before the first. */
  readonly retries?: readonly number[];
  /** Of a Wait or a retry. */
  readonly timer?: Timer;
  readonly task?: TaskInFlight;
  readonly parts?: Parts;
  /** Of a distributed Map whose map run is in flight, or has failed. */
  readonly mapRun?: MapRunInFlight;
}

export interface MapRunInFlight {
  readonly id: string;
  readonly arn: string;
  readonly redriveCount: number;
  /** Effective input of the Map. */
  readonly input: Json;
  readonly items?: readonly Json[] | JsonObject;
  readonly settings: MapRunSettings;
}

/** The fields of a distributed Map, evaluated. */
export interface MapRunSettings {
  readonly executionType: 'STANDARD' | 'EXPRESS';
  readonly maxConcurrency?: number;
  readonly toleratedFailurePercentage?: number;
  readonly toleratedFailureCount?: number;
  readonly itemReader?: {
    readonly resource: string;
    readonly arguments: Json;
    /** `ReaderConfig` without its `MaxItems`. */
    readonly config: JsonObject;
    readonly maxItems?: number;
  };
  readonly itemBatcher?: {
    readonly maxItemsPerBatch?: number;
    readonly maxInputBytesPerBatch?: number;
    readonly batchInput?: Json;
  };
  /** Without arguments the results are formatted and stay in the state's output. */
  readonly resultWriter?: { readonly arguments?: Json; readonly config: JsonObject };
}

export interface TaskInFlight {
  readonly id: string;
  readonly arguments: Json;
  readonly token?: string;
  readonly credentials?: Json;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly attempt: number;
  readonly timeout?: Timer;
  readonly heartbeat?: Timer;
  /** A worker has taken the activity task. */
  readonly taken?: boolean;
  /** The request of a `.sync` or `.waitForTaskToken` task was accepted: what it returned. */
  readonly submitted?: { readonly output: Json };
}

/** What a Parallel or Map knows of its branches or iterations. */
export interface Parts {
  readonly kind: 'Parallel' | 'Map';
  readonly total: number;
  /** Slots begun: the next iteration to start. */
  readonly begun: number;
  readonly succeeded: number;
  readonly concurrency: number;
  /** Effective input: `$` of the item selector, input of each branch. */
  readonly input: Json;
  /** The items of a Map. */
  readonly items?: readonly Json[];
  /** Results by slot, in chunks, so that a finished iteration copies one chunk. */
  readonly results: readonly (readonly Json[])[];
}
