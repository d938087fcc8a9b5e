/**
 * Carries out what an execution has ordered, once that is durable: its tasks, its map runs, its timers.
 *
 * C1 Dispatching again what is under way already is safe. C2 What is no longer awaited is let go when all that is outstanding is dispatched anew:
 * the command that cancelled it may have got lost with its acknowledgement.
 */
import type { StateMachine } from '../asl/state-machine.ts';
import type { ExecutionState } from '../interpreter/execution-state.ts';
import type { Command } from '../interpreter/step.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import type { ExecutionHost } from './execution-host.ts';
import type { TasksInFlight } from './tasks-in-flight.ts';

/** Where the execution stands. */
export interface Standing {
  readonly machine: StateMachine;
  readonly state: ExecutionState;
  readonly record: ExecutionRecord;
}

export interface CommandDispatchOptions {
  readonly executionArn: string;
  readonly host: ExecutionHost;
  readonly tasks: TasksInFlight;
  /** Whether its timers are in the store, too. */
  readonly isDurable: boolean;
}

const NONE: ReadonlySet<string> = new Set();

export class CommandDispatch {
  readonly #options: CommandDispatchOptions;

  constructor(options: CommandDispatchOptions) {
    this.#options = options;
  }

  dispatch({ state, record, machine }: Standing, commands: readonly Command[]): void {
    const { executionArn, host, tasks, isDurable } = this.#options;
    const { start } = state;
    if (!start) return;
    const cancelled = new Set(commands.flatMap((command) => (command.type === 'CancelTask' ? [command.taskId] : [])));
    for (const command of commands) {
      switch (command.type) {
        case 'InvokeTask':
          // Begun and cancelled within one commit: it never has to go out.
          if (!cancelled.has(command.taskId)) tasks.invoke(start, command);
          break;
        case 'AwaitJob':
          if (!cancelled.has(command.task.taskId)) tasks.awaitJob(start, command.task, command.output);
          break;
        case 'CancelTask':
          tasks.cancel(start, command);
          break;
        case 'StartMapRun':
          host.mapRuns.start(start, record.revisionId, machine, command);
          break;
        case 'CancelMapRun':
          host.mapRuns.cancel(command.mapRunArn);
          break;
        case 'SetTimer':
          host.timers.set(executionArn, command.timerId, command.dueMs, isDurable);
          break;
        case 'CancelTimer':
          host.timers.cancel(executionArn, command.timerId);
          break;
        case 'EndExecution':
          break;
      }
    }
  }

  /** Everything that the execution awaits, but for timers whose activation is on its way. */
  dispatchOutstanding(standing: Standing, firedTimers: ReadonlySet<string>): void {
    const commands = this.#options.host.interpreter.outstanding(standing.machine, standing.state);
    const tasks = new Set<string>();
    const mapRuns = new Set<string>();
    for (const command of commands) {
      if (command.type === 'InvokeTask') tasks.add(command.taskId);
      if (command.type === 'AwaitJob') tasks.add(command.task.taskId);
      if (command.type === 'StartMapRun') mapRuns.add(command.mapRunArn);
    }
    this.#retain(tasks, mapRuns);
    const isAwaited = (command: Command): boolean => command.type !== 'SetTimer' || !firedTimers.has(command.timerId);
    this.dispatch(standing, commands.filter(isAwaited));
  }

  /** Nothing is awaited any more. */
  letGo(): void {
    this.#retain(NONE, NONE);
  }

  #retain(tasks: ReadonlySet<string>, mapRuns: ReadonlySet<string>): void {
    const { executionArn, host } = this.#options;
    this.#options.tasks.retain(tasks);
    host.mapRuns.retain(executionArn, mapRuns);
  }
}
