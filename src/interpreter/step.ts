/**
 * The border between the pure heart and its surroundings: activations come in, a step comes out.
 *
 * `transition(machine, state, activation): Step | Promise<Step>` in `transition.ts`; `initialState()`, `evolve(state, entry)` and
 * `fold(history, from?)` in `evolve.ts`; `outstanding(machine, state)`, `nextDueMs(state)` and `isIdle(state)` in `outstanding.ts`;
 * `parseTaskToken(token)` in `task-token.ts`; `awaitsTask(state, taskId)` in `awaited-task.ts`.
 * I1 fold(evolve, history) = state. I2 same arguments, same step. I3 an activation for something no longer awaited changes nothing.
 * I4 cut the history anywhere, resume, and the outcome is the same.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { Limits } from '../asl/limits.ts';
import type { ResourceRef } from '../asl/state-machine.ts';
import type { ExecutionState, MapRunSettings } from './execution-state.ts';
import type { JournalEvent } from './history-event.ts';

/**
 * `time` is milliseconds since the epoch and never runs backwards within an execution; `seed` feeds every random choice of the step.
 * `absentActivities` are those that the machine names and that do not exist at that time: none if absent.
 */
export type Activation = {
  readonly time: number;
  readonly seed: number;
  readonly absentActivities?: readonly string[];
} & ActivationBody;

export type ActivationBody =
  | ({ readonly type: 'ExecutionStarted' } & ExecutionStart)
  /** A worker took an activity task. */
  | ({ readonly type: 'TaskStarted'; readonly workerName?: string } & OfTask)
  /** The request of a `.sync` or `.waitForTaskToken` task was accepted. */
  | ({ readonly type: 'TaskSubmitted'; readonly output: Json } & OfTask)
  | ({ readonly type: 'TaskSucceeded'; readonly output: Json } & OfTask)
  | ({
      readonly type: 'TaskFailed';
      readonly error?: string;
      readonly cause?: string;
      readonly failure?: TaskFailure;
    } & OfTask)
  | ({ readonly type: 'TaskHeartbeat' } & OfTask)
  | ({ readonly type: 'MapRunSucceeded'; readonly output: Json } & OfMapRun)
  | ({ readonly type: 'MapRunFailed'; readonly error: string; readonly cause?: string } & OfMapRun)
  | { readonly type: 'TimerFired'; readonly timerId: string }
  | { readonly type: 'StopRequested'; readonly error?: string; readonly cause?: string }
  | { readonly type: 'RedriveRequested'; readonly clientToken?: string };

/**
 * `taskToken` is what a caller of the API showed: an activation with another token than the task's own is not awaited, so that a forged one
 * changes nothing. Absent when a connector reports.
 */
export interface OfTask {
  readonly taskId: string;
  readonly taskToken?: string;
}

/** A map run's outcome belongs to the run as it was begun or redriven: that of an earlier one is not awaited. */
export interface OfMapRun {
  readonly mapRunId: string;
  readonly redriveCount: number;
}

/** Which event tells of a failed task: the default is that of the resource (`TaskFailed`, `LambdaFunctionFailed`, `ActivityFailed`). */
export type TaskFailure = 'SCHEDULE_FAILED' | 'START_FAILED' | 'SUBMIT_FAILED' | 'TIMED_OUT';

/** What an execution is made of, beside its machine. All of it is recorded in its first journal event. */
export interface ExecutionStart {
  readonly input: Json;
  readonly executionArn: string;
  readonly executionName: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly roleArn: string;
  readonly executionType: 'STANDARD' | 'EXPRESS';
  readonly limits: Limits['profile'];
  /** Of a child execution: the idempotency key of the task that started it, so that the task knows it again after a crash. */
  readonly startedBy?: string;
  /** Of an execution of `arn#TestCase`: its tasks may be mocked. */
  readonly mockTestCase?: string;
  /** `$$.Execution.…` additions for the children of a map run. */
  readonly mapItem?: { readonly index: number; readonly value: Json };
}

/** What must happen outside. Ids are unique within the execution for ever: a retried task has another `taskId`. */
export type Command =
  | InvokeTask
  /** Wait for the end of what a `.sync` task started; `output` is what its submission returned. */
  | { readonly type: 'AwaitJob'; readonly task: InvokeTask; readonly output: Json }
  | { readonly type: 'CancelTask'; readonly taskId: string; readonly task: InvokeTask; readonly submitted?: Json }
  | StartMapRun
  | { readonly type: 'CancelMapRun'; readonly mapRunId: string; readonly mapRunArn: string }
  | { readonly type: 'SetTimer'; readonly timerId: string; readonly dueMs: number }
  | { readonly type: 'CancelTimer'; readonly timerId: string }
  | { readonly type: 'EndExecution'; readonly end: ExecutionEnd };

export interface InvokeTask {
  readonly type: 'InvokeTask';
  readonly taskId: string;
  readonly stateName: string;
  readonly resource: ResourceRef;
  /** Evaluated `Parameters`/`Arguments`, or the effective input of a plain Lambda or an activity. */
  readonly arguments: Json;
  /** Present for activities and `.waitForTaskToken`. */
  readonly taskToken?: string;
  readonly credentials?: Json;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  /** 0 for the first attempt. */
  readonly attempt: number;
}

/** Reads the items, runs the children and reports `MapRunSucceeded` or `MapRunFailed`; goes on where it was when it is known already. */
export interface StartMapRun {
  readonly type: 'StartMapRun';
  readonly mapRunId: string;
  readonly mapRunArn: string;
  readonly redriveCount: number;
  /** Where its Map is in the machine, from the outside in: names of states, and numbers of branches after those of Parallels. */
  readonly path: readonly (string | number)[];
  readonly input: Json;
  readonly items?: readonly Json[] | JsonObject;
  readonly settings: MapRunSettings;
  /** What the item selector sees beside the item. */
  readonly variables: JsonObject;
  readonly context: JsonObject;
}

export type ExecutionEnd =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'ABORTED'; readonly error?: string; readonly cause?: string }
  | { readonly status: 'TIMED_OUT'; readonly error?: string; readonly cause?: string };

export type ExecutionStatus = 'RUNNING' | ExecutionEnd['status'];

export interface Step {
  /** What was written, in order; empty when the activation changed nothing. */
  readonly history: readonly JournalEvent[];
  readonly state: ExecutionState;
  /** What is to be done once `history` is durable. */
  readonly commands: readonly Command[];
}
