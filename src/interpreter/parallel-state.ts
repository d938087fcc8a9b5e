/** Parallel: runs all its branches on one input; their outputs, in order, are its result. */
import type { ParallelState } from '../asl/state-machine.ts';
import type { Eventually } from '../query/scope.ts';
import { scopeOf } from './context-object.ts';
import { effectiveInput, evaluateArguments, finishState } from './data-flow.ts';
import { andThen } from './eventually.ts';
import { failEvaluation } from './failure.ts';
import { emit, isRunning, type Run, thread } from './run.ts';

export function runParallel(run: Run, threadId: number, state: ParallelState): Eventually<void> {
  const of = thread(run, threadId);
  const input = effectiveInput(run, of, state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  return andThen(evaluateArguments(state, scopeOf(run, of, input.value)), (evaluated) => {
    if (!evaluated.ok) return failEvaluation(run, threadId, evaluated);
    const firstBranch = run.draft.state.nextThreadId;
    const startAt = state.branches.map((branch) => branch.startAt);
    const envelope = { thread: threadId, input: evaluated.value, startAt };
    emit(run, of, 'ParallelStateStarted', undefined, envelope);
    if (!isRunning(run)) return;
    startAt.forEach((_, slot) => {
      run.ready.push(firstBranch + slot);
    });
  });
}

/** Every branch has ended well. */
export function finishParallel(run: Run, threadId: number, state: ParallelState): Eventually<void> {
  const of = thread(run, threadId);
  emit(run, of, 'ParallelStateSucceeded');
  if (!isRunning(run)) return;
  const result = of.parts!.results.flat();
  return finishState(run, threadId, state, { input: of.input, result, assign: state.assign, output: state.output });
}
