/** Which task of an execution still waits for somebody outside. */
import type { ExecutionState, Thread } from './execution-state.ts';
import { threadOf } from './thread-table.ts';

/** The thread whose task this is; `undefined` once the task is over. A task's id begins with its thread's. */
export function taskOwner(state: ExecutionState, taskId: string): Thread | undefined {
  if (state.status !== 'RUNNING') return undefined;
  const of = threadOf(state, Number.parseInt(taskId, 10));
  return of?.task?.id === taskId ? of : undefined;
}

/** Whether a result, a failure or a heartbeat of this task would still be taken. */
export function awaitsTask(state: ExecutionState, taskId: string): boolean {
  return taskOwner(state, taskId) !== undefined;
}
