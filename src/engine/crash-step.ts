/** The last step of an execution that met a bug of ours: it fails loudly, and the rest goes on. */
import type { ExecutionState } from '../interpreter/execution-state.ts';
import type { JournalEvent } from '../interpreter/history-event.ts';
import type { ExecutionEnd, Step } from '../interpreter/step.ts';
import type { Interpreter } from './interpreter-port.ts';

export function crashStep(interpreter: Interpreter, state: ExecutionState, time: number, cause: string): Step {
  const error = 'States.Runtime';
  const entry: JournalEvent = {
    event: {
      id: state.nextEventId,
      previousEventId: Math.max(0, state.nextEventId - 1),
      timestamp: time,
      type: 'ExecutionFailed',
      details: { executionFailedEventDetails: { error, cause } },
    },
    envelope: {},
  };
  const end: ExecutionEnd = { status: 'FAILED', error, cause };
  return { history: [entry], state: ended(interpreter, state, entry, end, time), commands: [] };
}

/** The fold itself may be what is broken: then the end is stated, for the record must close either way. */
function ended(
  interpreter: Interpreter,
  state: ExecutionState,
  entry: JournalEvent,
  end: ExecutionEnd,
  endedMs: number,
): ExecutionState {
  try {
    const folded = interpreter.fold([entry], state);
    if (folded.status === 'FAILED') return folded;
  } catch {
    // Stated below.
  }
  return { ...state, status: 'FAILED', end, endedMs, nextEventId: state.nextEventId + 1 };
}
