/**
 * The engine as its users see it. Per execution, one activation at a time: load → transition → commit → dispatch.
 */
import type { Json } from '../asl/json.ts';
import type { StateMachine } from '../asl/state-machine.ts';
import type { HistoryEvent } from '../interpreter/history-event.ts';
import type { MapRuns } from '../map-run/map-runs.ts';
import type { ExecutionFilter, ExecutionRecord, Page } from '../store/journal.ts';

export interface StartRequest {
  readonly executionArn: string;
  readonly executionName: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  /** Of a child of a map run. */
  readonly mapRunArn?: string;
  readonly revisionId: string;
  readonly roleArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly input: Json;
  readonly traceHeader?: string;
  /** Idempotency key of the task that starts it as a child. */
  readonly startedBy?: string;
  /** The test case whose mocks answer for tasks. */
  readonly mockTestCase?: string;
}

export type StartResult =
  | { readonly type: 'Started'; readonly record: ExecutionRecord }
  /** An execution of this ARN exists, open or closed; the caller decides whether that is idempotent. */
  | { readonly type: 'Exists'; readonly record: ExecutionRecord };

export interface ForkRequest {
  /** Of the execution whose past is taken over. */
  readonly sourceArn: string;
  /** Its past is taken over up to this event, or up to the last place before it where it can be gone on with. */
  readonly eventId: number;
  readonly executionArn: string;
  readonly executionName: string;
}

export type ForkResult =
  /** `eventId`: the last event that was taken over. */
  | { readonly type: 'Forked'; readonly record: ExecutionRecord; readonly eventId: number }
  | { readonly type: 'NotFound' }
  /** It is Express or a child of a map run, or never waited before that event for anything that can be asked for again. */
  | { readonly type: 'NoPlace' }
  | { readonly type: 'Exists' };

/** A workflow's own use of task tokens answers with a value: the token may be unknown, or its task over. */
export type CallbackResult = 'Accepted' | 'InvalidToken' | 'TaskTimedOut' | 'TaskDoesNotExist';

export interface Engine {
  /** Absent where distributed Maps are not run. */
  readonly mapRuns?: MapRuns;
  /** Resolves once the start is durable. */
  start(request: StartRequest): Promise<StartResult>;
  /** Express, synchronous: resolves at the end of the execution. Nothing of it is kept. */
  startSync(request: StartRequest, signal?: AbortSignal): Promise<ExecutionRecord>;
  /** Resolves once the stop is durable; the record is the ended one. `undefined`: no such execution. */
  stop(executionArn: string, error?: string, cause?: string): Promise<ExecutionRecord | undefined>;
  /**
   * Runs a Standard execution that failed, timed out or was stopped again, from what failed. Resolves with its record once that is durable;
   * `undefined`: it runs, it has succeeded, or there is none. Windows and quotas are the caller's.
   */
  redrive(executionArn: string, clientToken?: string): Promise<ExecutionRecord | undefined>;
  /** Starts an execution that goes on from the past of another. Resolves once it is durable. */
  fork(request: ForkRequest): Promise<ForkResult>;
  /** The key of the task that started the execution, if a task did. */
  startedBy(executionArn: string): Promise<string | undefined>;
  /** When the execution was redriven with this client token, in milliseconds since the epoch; only the latest tokens are known. */
  findRedrive(executionArn: string, clientToken: string): Promise<number | undefined>;
  describe(executionArn: string): Promise<ExecutionRecord | undefined>;
  list(filter: ExecutionFilter, limit: number, after?: string): Promise<Page<ExecutionRecord>>;
  /** The public history: silent entries and envelopes are gone. */
  history(executionArn: string): Promise<readonly HistoryEvent[] | undefined>;
  /** Resolves with the ended record; at once if it has ended. */
  awaitEnd(executionArn: string, signal?: AbortSignal): Promise<ExecutionRecord | undefined>;
  succeedTask(taskToken: string, output: Json): Promise<CallbackResult>;
  failTask(taskToken: string, error?: string, cause?: string): Promise<CallbackResult>;
  heartbeatTask(taskToken: string): Promise<CallbackResult>;
  /** An activity's worker took the task; resolves once that is durable. */
  startTask(taskToken: string, workerName?: string): Promise<CallbackResult>;
  /** Every change of an execution, after it is durable: for progress, the console and `awaitEnd`. Returns the way to stop. */
  watch(listener: (change: ExecutionChange) => void): () => void;
}

export interface ExecutionChange {
  readonly executionArn: string;
  readonly events: readonly HistoryEvent[];
  /** Present when the status changed. */
  readonly record?: ExecutionRecord;
}

/** Where the engine finds the compiled machine of a revision; definitions live as long as executions that run them. */
export interface MachineSource {
  machine(revisionId: string): StateMachine | undefined;
  /** Activities that tasks of the machine name and that do not exist now. */
  absentActivities?(machine: StateMachine): readonly string[];
}
