/** The pure heart as the engine calls it. Injectable, so that a simulation can run the engine over a tiny interpreter of its own. */
import type { StateMachine } from '../asl/state-machine.ts';
import type { ExecutionState } from '../interpreter/execution-state.ts';
import type { JournalEvent } from '../interpreter/history-event.ts';
import type { Activation, Command, Step } from '../interpreter/step.ts';

export interface Interpreter {
  transition(machine: StateMachine, state: ExecutionState, activation: Activation): Step | Promise<Step>;
  /** The state that a history leaves behind; of an empty one, the state before the start. */
  fold(history: readonly JournalEvent[], from?: ExecutionState): ExecutionState;
  outstanding(machine: StateMachine, state: ExecutionState): readonly Command[];
  /** Earliest timer that is set. */
  nextDueMs(state: ExecutionState): number | undefined;
  /** Whether only timers and callbacks are outstanding. */
  isIdle(state: ExecutionState): boolean;
  /** Whether a result, a failure or a heartbeat of this task would still be taken. */
  awaitsTask(state: ExecutionState, taskId: string): boolean;
  parseTaskToken(token: string): { readonly executionArn: string; readonly taskId: string } | undefined;
}
