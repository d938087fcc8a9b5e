/**
 * Message move tasks: what lies in a dead-letter queue goes back to where it came from, or to another queue.
 *
 * T1 A task's record is on disk before it begins; one that a restart interrupted goes on. T2 Each message leaves one queue and enters the other in
 * one transaction.
 */
import { ApiError } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RecordCollection, Records } from '../../store/records.ts';
import type { QueueRegistry } from './queue-registry.ts';

export interface MoveTask {
  readonly handle: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  readonly sourceArn: string;
  readonly destinationArn?: string;
  readonly maxPerSecond?: number;
  readonly moved: number;
  readonly toMove: number;
  readonly startedMs: number;
  readonly failure?: string;
}

export interface MoveTasksOptions {
  readonly records: Records;
  readonly queues: QueueRegistry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

const BATCH = 100;
/** AWS keeps this many for a listing. */
const KEPT_TASKS = 10;

export class MoveTasks {
  readonly #options: MoveTasksOptions;
  readonly #tasks: RecordCollection<MoveTask>;
  readonly #running = new Set<Promise<void>>();
  #isStopping = false;

  constructor(options: MoveTasksOptions) {
    this.#options = options;
    this.#tasks = options.records.collection('sqs.moveTasks');
  }

  /** Takes up what was running. */
  start(): void {
    for (const { key, value } of this.#tasks.list()) if (value.status === 'RUNNING') this.#run(key);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#running);
  }

  /** Newest first. */
  list(sourceArn: string): readonly MoveTask[] {
    return this.#tasks
      .list({ prefix: `${sourceArn}/` })
      .map(({ value }) => value)
      .reverse();
  }

  async begin(task: Pick<MoveTask, 'sourceArn' | 'destinationArn' | 'maxPerSecond' | 'toMove'>): Promise<MoveTask> {
    const { clock, ids } = this.#options;
    const startedMs = clock.now();
    const key = `${task.sourceArn}/${String(startedMs).padStart(15, '0')}-${ids.uuid().slice(0, 8)}`;
    const handle = Buffer.from(JSON.stringify({ taskId: key, sourceArn: task.sourceArn })).toString('base64');
    const begun: MoveTask = { ...task, handle, status: 'RUNNING', moved: 0, startedMs };
    await this.#tasks.put(key, begun);
    for (const { key: old } of this.#tasks.list({ prefix: `${task.sourceArn}/` }).slice(0, -KEPT_TASKS)) {
      await this.#tasks.delete(old);
    }
    this.#run(key);
    return begun;
  }

  /** Resolves with how many were moved. @throws `ResourceNotFoundException`. */
  async cancel(handle: string): Promise<number> {
    const key = keyOf(handle);
    const task = key === undefined ? undefined : this.#tasks.get(key);
    if (key === undefined || !task) {
      throw new ApiError('ResourceNotFoundException', 'Task does not exist.', { status: 404 });
    }
    if (task.status !== 'RUNNING') {
      throw new ApiError('ResourceNotFoundException', 'Only active tasks can be cancelled.', { status: 404 });
    }
    await this.#tasks.put(key, { ...task, status: 'CANCELLED' });
    return task.moved;
  }

  #run(key: string): void {
    const running = this.#move(key)
      .catch((error: unknown) => this.#fail(key, error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #move(key: string): Promise<void> {
    const { queues, clock } = this.#options;
    while (!this.#isStopping) {
      const task = this.#tasks.get(key);
      if (task?.status !== 'RUNNING') return;
      const source = queues.openArn(task.sourceArn);
      if (!source) throw new Error('AWS.SimpleQueueService.NonExistentQueue');
      const limit = Math.min(BATCH, task.maxPerSecond ?? BATCH);
      const moved = await source.moveTo(
        ({ deadLetterSource }) => queues.openArn(task.destinationArn ?? deadLetterSource ?? ''),
        limit,
      );
      const latest = this.#tasks.get(key) ?? task;
      const isDone = moved === 0 && latest.status === 'RUNNING';
      await this.#tasks.put(key, {
        ...latest,
        moved: latest.moved + moved,
        ...(isDone ? { status: 'COMPLETED' } : {}),
      });
      if (isDone) return;
      if (task.maxPerSecond !== undefined) await new Promise<void>((resolve) => clock.after(1_000, resolve));
    }
  }

  async #fail(key: string, error: unknown): Promise<void> {
    const failure = error instanceof Error ? error.message : String(error);
    this.#options.logger.warn('A message move task failed', { key, failure });
    const task = this.#tasks.get(key);
    if (task) await this.#tasks.put(key, { ...task, status: 'FAILED', failure }).catch(() => {});
  }
}

function keyOf(handle: string): string | undefined {
  try {
    const { taskId } = JSON.parse(Buffer.from(handle, 'base64').toString()) as { taskId?: unknown };
    return typeof taskId === 'string' ? taskId : undefined;
  } catch {
    return undefined;
  }
}
