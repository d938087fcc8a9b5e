/** The interpreter of the Amazon States Language behind the engine's port. */

import { awaitsTask } from '../interpreter/awaited-task.ts';
import { fold } from '../interpreter/evolve.ts';
import { isIdle, nextDueMs, outstanding } from '../interpreter/outstanding.ts';
import { parseTaskToken } from '../interpreter/task-token.ts';
import { transition } from '../interpreter/transition.ts';
import type { Interpreter } from './interpreter-port.ts';

export const aslInterpreter: Interpreter = {
  transition,
  fold,
  outstanding,
  nextDueMs,
  isIdle,
  awaitsTask,
  parseTaskToken,
};
