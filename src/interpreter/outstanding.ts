/** What must be in flight now, as a function of the state: recovery dispatches it, eviction asks about it. */
import type { StateMachine } from '../asl/state-machine.ts';
import { inFlight } from './commands.ts';
import type { ExecutionState, TaskInFlight } from './execution-state.ts';
import type { Command } from './step.ts';
import { threadsOf } from './thread-table.ts';

/** Tasks to invoke, jobs to await and timers to set. */
export function outstanding(machine: StateMachine, state: ExecutionState): Command[] {
  return inFlight(machine, state).map(({ command }) => command);
}

/** When the earliest timer is due, in milliseconds since the epoch; `undefined` when none is set. */
export function nextDueMs(state: ExecutionState): number | undefined {
  if (state.status !== 'RUNNING') return undefined;
  let dueMs = state.timer?.dueMs ?? Infinity;
  for (const { timer, task } of threadsOf(state)) {
    if (timer && timer.dueMs < dueMs) dueMs = timer.dueMs;
    if (task?.timeout && task.timeout.dueMs < dueMs) dueMs = task.timeout.dueMs;
    if (task?.heartbeat && task.heartbeat.dueMs < dueMs) dueMs = task.heartbeat.dueMs;
  }
  return dueMs === Infinity ? undefined : dueMs;
}

/** Whether nothing but timers and callbacks is outstanding: no invocation is in flight, no job is awaited, no map run goes on, no activity task is queued. */
export function isIdle(state: ExecutionState): boolean {
  if (state.status !== 'RUNNING') return true;
  for (const { task, phase } of threadsOf(state)) {
    if (phase === 'mapping' || (task && !waitsForCallback(task))) return false;
  }
  return true;
}

/** A worker has the task, or the request that carried its token was accepted. */
function waitsForCallback({ taken, submitted, token }: TaskInFlight): boolean {
  return taken === true || (submitted !== undefined && token !== undefined);
}
