/** Succeed: ends its graph with its input, or with what its output makes of it. */
import type { SucceedState } from '../asl/state-machine.ts';
import type { Eventually } from '../query/scope.ts';
import { effectiveInput, finishState } from './data-flow.ts';
import { failEvaluation } from './failure.ts';
import { type Run, thread } from './run.ts';

export function runSucceed(run: Run, threadId: number, state: SucceedState): Eventually<void> {
  const input = effectiveInput(run, thread(run, threadId), state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  return finishState(run, threadId, state, { input: input.value, assign: state.assign, output: state.output });
}
