/**
 * What a Task does outside. A connector does its work once and returns a service's failure as a value; retries belong to the workflow.
 *
 * C1 Same `idempotencyKey`, same effect where the service allows it: after a crash an attempt is made again under the same key.
 * C2 `signal` aborts when the task timed out, was stopped or lost its execution: let go of everything.
 */
import type { Json } from '../asl/json.ts';
import type { IntegrationPattern, ResourceRef } from '../asl/state-machine.ts';
import type { TaskFailure } from '../interpreter/step.ts';

export interface TaskRequest {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateName: string;
  readonly taskId: string;
  readonly roleArn: string;
  readonly region: string;
  readonly account: string;
  readonly resource: ResourceRef;
  readonly arguments: Json;
  readonly taskToken?: string;
  readonly attempt: number;
  readonly heartbeatSeconds?: number;
  /** Of an execution that was started with a test case. */
  readonly mockTestCase?: string;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

export type TaskOutcome =
  | { readonly type: 'Succeeded'; readonly output: Json }
  /** The request of a `.sync` or `.waitForTaskToken` task was accepted; its end comes later. */
  | { readonly type: 'Submitted'; readonly output: Json }
  /** Activities: handed to the queue; a worker's start, heartbeats and end come later through the engine's callbacks. */
  | { readonly type: 'Queued' }
  | { readonly type: 'Failed'; readonly error?: string; readonly cause?: string; readonly failure?: TaskFailure };

export interface Connector {
  /** `lambda:invoke`, `states:startExecution`, `aws-sdk:*`, `lambda` (bare function ARNs), `activity`. */
  readonly resource: string;
  readonly patterns: readonly IntegrationPattern[];
  invoke(request: TaskRequest): Promise<TaskOutcome>;
  /** `.sync` only: resolves when the job that `submitted` tells of has ended; called again after a restart. */
  awaitJob?(request: TaskRequest, submitted: Json): Promise<TaskOutcome>;
  /** `.sync` only: stops the job of a task that was cancelled. */
  cancelJob?(request: TaskRequest, submitted: Json): Promise<void>;
}

/** Finds the connector of a resource. */
export interface ConnectorRegistry {
  find(resource: ResourceRef): Connector | undefined;
}
