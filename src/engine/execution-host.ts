/** What a live execution needs of the engine around it. */
import type { StateMachine } from '../asl/state-machine.ts';
import type { JournalEvent } from '../interpreter/history-event.ts';
import type { ExecutionStart, StartMapRun } from '../interpreter/step.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import type { MachineSource } from './engine.ts';
import type { Interpreter } from './interpreter-port.ts';
import type { JobCancellations } from './job-cancellations.ts';
import type { LiveExecution } from './live-execution.ts';
import type { TaskSurroundings } from './tasks-in-flight.ts';

/** What an execution asks of its map runs. */
export interface MapRunOrders {
  start(parent: ExecutionStart, revisionId: string, machine: StateMachine, command: StartMapRun): void;
  cancel(mapRunArn: string): void;
  /** Cancels the execution's map runs but those that it awaits: a cancellation may have got lost. */
  retain(executionArn: string, awaited: ReadonlySet<string>): void;
}

export interface ExecutionHost {
  readonly interpreter: Interpreter;
  readonly machines: MachineSource;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tasks: TaskSurroundings;
  readonly jobCancellations: JobCancellations;
  readonly timers: {
    set(executionArn: string, timerId: string, dueMs: number, isInStore: boolean): void;
    cancel(executionArn: string, timerId: string): void;
  };
  readonly mapRuns: MapRunOrders;
  readonly isClosed: boolean;
  nextSeed(): number;
  /** Lets everybody else have a turn. */
  breathe(): Promise<void>;
  /** A step is durable; `record` is present when the status changed. */
  committed(executionArn: string, history: readonly JournalEvent[], record: ExecutionRecord | undefined): void;
  /** The mailbox is empty. */
  rested(execution: LiveExecution): void;
}
