/**
 * The tasks of one execution that are outside right now.
 *
 * T1 A task is in flight once at a time, however often it is asked for: dispatching again after a refold is safe.
 * T2 A task stays in flight until its outcome is durable, so that a lost commit does not run it twice.
 * T3 A task that is no longer wanted is aborted; whatever it still reports changes nothing.
 */

import type { Json } from '../asl/json.ts';
import type { Connector, ConnectorRegistry, TaskOutcome, TaskRequest } from '../connectors/connector.ts';
import type { ActivationBody, Command, ExecutionStart, InvokeTask } from '../interpreter/step.ts';
import type { Logger } from '../runtime/logger.ts';
import type { FairSlots } from './fair-slots.ts';

export interface TaskSurroundings {
  readonly connectors: ConnectorRegistry;
  readonly slots: FairSlots;
  readonly logger: Logger;
  /** The job of a task was told that nobody awaits it. */
  readonly cancelled: (executionArn: string, command: CancelTask) => void;
}

type CancelTask = Extract<Command, { type: 'CancelTask' }>;

interface InFlight {
  readonly abort: AbortController;
  /** A job is awaited after the invocation that submitted it. */
  readonly isJob: boolean;
}

type Report = (activation: ActivationBody, settled: () => void) => void;

export class TasksInFlight {
  readonly #surroundings: TaskSurroundings;
  readonly #executionArn: string;
  readonly #report: Report;
  readonly #tasks = new Map<string, InFlight>();

  constructor(surroundings: TaskSurroundings, executionArn: string, report: Report) {
    this.#surroundings = surroundings;
    this.#executionArn = executionArn;
    this.#report = report;
  }

  get size(): number {
    return this.#tasks.size;
  }

  invoke(start: ExecutionStart, task: InvokeTask): void {
    const known = this.#tasks.get(task.taskId);
    if (known) return;
    const flight = this.#begin(task.taskId, false);
    this.#surroundings.slots.acquire(this.#executionArn, () => void this.#invoke(start, task, flight));
  }

  awaitJob(start: ExecutionStart, task: InvokeTask, submitted: Json): void {
    if (this.#tasks.get(task.taskId)?.isJob) return;
    const flight = this.#begin(task.taskId, true);
    void this.#outcome(start, task, flight, (connector, request) => connector.awaitJob?.(request, submitted)).then(
      (outcome) => this.#finish(task.taskId, flight, outcome),
    );
  }

  cancel(start: ExecutionStart, command: CancelTask): void {
    const { taskId, task, submitted } = command;
    this.#abort(taskId);
    if (submitted === undefined) return;
    const request = this.#request(start, task, new AbortController().signal);
    const cancelling = async () => {
      await this.#connector(task)?.cancelJob?.(request, submitted);
      this.#surroundings.cancelled(this.#executionArn, command);
    };
    cancelling().catch((error) => {
      this.#surroundings.logger.warn('Cannot cancel the job of a task', { ...this.#where(task), error });
    });
  }

  /** The task is over for the execution: its outcome, whoever brought it, is durable. */
  forget(taskId: string): void {
    this.#tasks.delete(taskId);
  }

  /** Aborts what is not among `wanted`. */
  retain(wanted: ReadonlySet<string>): void {
    for (const taskId of this.#tasks.keys()) {
      if (!wanted.has(taskId)) this.#abort(taskId);
    }
  }

  #begin(taskId: string, isJob: boolean): InFlight {
    const flight: InFlight = { abort: new AbortController(), isJob };
    this.#tasks.set(taskId, flight);
    return flight;
  }

  #abort(taskId: string): void {
    const flight = this.#tasks.get(taskId);
    this.#tasks.delete(taskId);
    flight?.abort.abort();
  }

  async #invoke(start: ExecutionStart, task: InvokeTask, flight: InFlight): Promise<void> {
    if (flight.abort.signal.aborted) {
      this.#surroundings.slots.release();
      return;
    }
    const isGone = new Promise<undefined>((resolve) => {
      flight.abort.signal.addEventListener('abort', () => resolve(undefined));
    });
    const outcome = this.#outcome(start, task, flight, (connector, request) => connector.invoke(request));
    // A connector that does not let go when it is told to must not keep its slot from others.
    const first = await Promise.race([outcome, isGone]);
    this.#surroundings.slots.release();
    if (first !== undefined) this.#finish(task.taskId, flight, first);
  }

  async #outcome(
    start: ExecutionStart,
    task: InvokeTask,
    flight: InFlight,
    call: (connector: Connector, request: TaskRequest) => Promise<TaskOutcome> | undefined,
  ): Promise<TaskOutcome> {
    try {
      const connector = this.#connector(task);
      const outcome = connector && call(connector, this.#request(start, task, flight.abort.signal));
      if (outcome !== undefined) return await outcome;
      return { type: 'Failed', error: 'States.Runtime', cause: `No connector serves ${task.resource.arn}` };
    } catch (error) {
      // A connector returns failures as values: what it throws after it was told to let go is its way out, all else is a bug.
      if (!flight.abort.signal.aborted) {
        this.#surroundings.logger.error('A connector threw', { ...this.#where(task), error });
      }
      const cause = error instanceof Error ? error.message : String(error);
      return { type: 'Failed', error: 'States.Runtime', cause: `Internal error: ${cause}` };
    }
  }

  #finish(taskId: string, flight: InFlight, outcome: TaskOutcome): void {
    if (flight.abort.signal.aborted) return;
    // A queued task stays in flight until a worker's callback ends it: its signal tells the queue when nobody wants it any more.
    if (outcome.type === 'Queued') return;
    this.#report(activationOf(taskId, outcome), () => {
      if (this.#tasks.get(taskId) === flight) this.#tasks.delete(taskId);
    });
  }

  #connector(task: InvokeTask): Connector | undefined {
    return this.#surroundings.connectors.find(task.resource);
  }

  #request(start: ExecutionStart, task: InvokeTask, signal: AbortSignal): TaskRequest {
    const [, , , region = '', account = ''] = this.#executionArn.split(':');
    return {
      executionArn: this.#executionArn,
      stateMachineArn: start.stateMachineArn,
      stateName: task.stateName,
      taskId: task.taskId,
      roleArn: start.roleArn,
      ...(start.mockTestCase !== undefined && { mockTestCase: start.mockTestCase }),
      region,
      account,
      resource: task.resource,
      arguments: task.arguments,
      taskToken: task.taskToken,
      attempt: task.attempt,
      heartbeatSeconds: task.heartbeatSeconds,
      idempotencyKey: `${this.#executionArn}/${task.taskId}`,
      signal,
    };
  }

  #where(task: InvokeTask) {
    return { executionArn: this.#executionArn, state: task.stateName, resource: task.resource.arn };
  }
}

function activationOf(taskId: string, outcome: Exclude<TaskOutcome, { type: 'Queued' }>): ActivationBody {
  switch (outcome.type) {
    case 'Succeeded':
      return { type: 'TaskSucceeded', taskId, output: outcome.output };
    case 'Submitted':
      return { type: 'TaskSubmitted', taskId, output: outcome.output };
    case 'Failed': {
      const { error, cause, failure } = outcome;
      return { type: 'TaskFailed', taskId, error, cause, failure };
    }
  }
}
