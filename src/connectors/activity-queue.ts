/**
 * Tasks of activities that wait for a worker, first come first served. In memory: after a restart the engine invokes what is outstanding
 * again, and the queue fills up as it was.
 *
 * Q1 A task that was cancelled is never handed out. Q2 A task is handed out once. Q3 Workers that wait are served in order.
 */
import type { Json } from '../asl/json.ts';

export interface ActivityTask {
  readonly taskToken: string;
  readonly input: Json;
}

interface Waiting {
  readonly resolve: (task: ActivityTask | undefined) => void;
}

interface Line {
  readonly tasks: Set<ActivityTask>;
  readonly workers: Set<Waiting>;
}

export class ActivityQueue {
  readonly #lines = new Map<string, Line>();
  #isClosed = false;

  /** Adds a task; it leaves the queue when `signal` aborts. */
  offer(activityArn: string, task: ActivityTask, signal: AbortSignal): void {
    if (signal.aborted) return;
    const line = this.#line(activityArn);
    const [worker] = line.workers;
    if (worker) {
      line.workers.delete(worker);
      worker.resolve(task);
      this.#tidy(activityArn, line);
      return;
    }
    line.tasks.add(task);
    signal.addEventListener(
      'abort',
      () => {
        line.tasks.delete(task);
        this.#tidy(activityArn, line);
      },
      { once: true },
    );
  }

  /** The next task, or `undefined` once `signal` aborts. */
  take(activityArn: string, signal: AbortSignal): Promise<ActivityTask | undefined> {
    if (signal.aborted || this.#isClosed) return Promise.resolve(undefined);
    const line = this.#line(activityArn);
    const [task] = line.tasks;
    if (task) {
      line.tasks.delete(task);
      this.#tidy(activityArn, line);
      return Promise.resolve(task);
    }
    return new Promise((resolve) => {
      const worker: Waiting = { resolve };
      line.workers.add(worker);
      const leave = (): void => {
        if (!line.workers.delete(worker)) return;
        this.#tidy(activityArn, line);
        resolve(undefined);
      };
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** Sends every waiting worker away, and all that come later. */
  close(): void {
    this.#isClosed = true;
    for (const { workers } of this.#lines.values()) {
      for (const { resolve } of workers) resolve(undefined);
      workers.clear();
    }
  }

  #line(activityArn: string): Line {
    let line = this.#lines.get(activityArn);
    if (!line) {
      line = { tasks: new Set(), workers: new Set() };
      this.#lines.set(activityArn, line);
    }
    return line;
  }

  #tidy(activityArn: string, line: Line): void {
    if (line.tasks.size === 0 && line.workers.size === 0 && this.#lines.get(activityArn) === line) {
      this.#lines.delete(activityArn);
    }
  }
}
