/** What must be in flight now, as a function of the state: recovery dispatches it, eviction asks about it. */
import type { StateMachine } from '../asl/state-machine.ts';
import { inFlight } from './commands.ts';
import type { ExecutionState } from './execution-state.ts';
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

/** Whether nothing but timers and callbacks is outstanding: no invocation is in flight, no job is awaited, no activity task is queued. */
export function isIdle(machine: StateMachine, state: ExecutionState): boolean {
  return inFlight(machine, state).every(({ command }) => command.type === 'SetTimer');
}
