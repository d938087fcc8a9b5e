/**
 * Jobs that an execution has left and that must be told to stop. The step that leaves a job is durable before the job is told, and a crash may
 * come in between: what is to be told is written down with the step.
 *
 * 1. A cancellation is on disk no later than the step that asks for it, and goes once the job was told: one that fails is tried again.
 * 2. A job that is awaited is left alone: the step that leaves it is not there, or not yet.
 */
import type { Command } from '../interpreter/step.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Journal } from '../store/journal.ts';
import type { RecordCollection, Records } from '../store/records.ts';
import type { Interpreter } from './interpreter-port.ts';
import { type TaskSurroundings, TasksInFlight } from './tasks-in-flight.ts';

type CancelTask = Extract<Command, { type: 'CancelTask' }>;

export interface JobCancellation {
  readonly executionArn: string;
  readonly command: CancelTask;
}

export interface JobCancellationsOptions {
  /** Without them a crash may lose a cancellation. */
  readonly records: Records | undefined;
  readonly journal: Journal;
  readonly interpreter: Interpreter;
  readonly logger: Logger;
}

export class JobCancellations {
  readonly #options: JobCancellationsOptions;
  readonly #pending: RecordCollection<JobCancellation> | undefined;

  constructor(options: JobCancellationsOptions) {
    this.#options = options;
    this.#pending = options.records?.collection('engine.jobCancellations');
  }

  /** What the commands of a step cancel. Asked for before its commit and in the same tick, it shares the commit's transaction. */
  async write(executionArn: string, commands: readonly Command[]): Promise<void> {
    const pending = this.#pending;
    if (!pending) return;
    const cancelled = commands.filter(isJobCancellation);
    await Promise.all(cancelled.map((command) => pending.put(keyOf(executionArn, command), { executionArn, command })));
  }

  /** The job was told. */
  done(executionArn: string, command: CancelTask): void {
    this.#pending?.delete(keyOf(executionArn, command)).catch((error) => {
      // It will be told once more, which changes nothing.
      this.#options.logger.warn('A cancellation that was carried out stays on disk', { executionArn, error });
    });
  }

  /** Tells the jobs that were not told, as far as that is known. */
  async catchUp(tasks: TaskSurroundings): Promise<void> {
    for (const { value } of this.#pending?.list() ?? []) {
      await this.#tell(value, tasks).catch((error) => {
        const { executionArn } = value;
        this.#options.logger.warn('Cannot find out whether a job is to be cancelled', { executionArn, error });
      });
    }
  }

  async #tell({ executionArn, command }: JobCancellation, tasks: TaskSurroundings): Promise<void> {
    const { journal, interpreter } = this.#options;
    const stored = await journal.read(executionArn);
    const state = stored && interpreter.fold(stored.history);
    if (stored?.record.status === 'RUNNING' && state && interpreter.awaitsTask(state, command.taskId)) return;
    if (state?.start) new TasksInFlight(tasks, executionArn, () => {}).cancel(state.start, command);
    else this.done(executionArn, command);
  }
}

export function isJobCancellation(command: Command): command is CancelTask {
  return command.type === 'CancelTask' && command.submitted !== undefined;
}

function keyOf(executionArn: string, { taskId }: CancelTask): string {
  return `${executionArn}/${taskId}`;
}
