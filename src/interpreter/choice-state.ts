/** Choice: takes the first rule that holds, else the default. */
import type { ChoiceState } from '../asl/state-machine.ts';
import { evaluateChoice } from '../query/choice-rule.ts';
import type { Eventually, Scope } from '../query/scope.ts';
import { scopeOf } from './context-object.ts';
import { effectiveInput, finishState } from './data-flow.ts';
import { andThen } from './eventually.ts';
import { describe, fail, failEvaluation } from './failure.ts';
import { type Run, thread } from './run.ts';

export function runChoice(run: Run, threadId: number, state: ChoiceState): Eventually<void> {
  const of = thread(run, threadId);
  const input = effectiveInput(run, of, state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  return chooseFrom(run, threadId, state, scopeOf(run, of, input.value), 0);
}

function chooseFrom(run: Run, threadId: number, state: ChoiceState, scope: Scope, index: number): Eventually<void> {
  const rule = state.choices[index];
  if (!rule) return chooseDefault(run, threadId, state, scope);
  return andThen(evaluateChoice(rule.condition, scope, `Choices[${index}]/Condition`), (holds) => {
    if (!holds.ok) return failEvaluation(run, threadId, holds);
    if (!holds.value) return chooseFrom(run, threadId, state, scope, index + 1);
    const { next, assign, output } = rule;
    return finishState(run, threadId, state, { input: scope.input, next, assign, output });
  });
}

function chooseDefault(run: Run, threadId: number, state: ChoiceState, scope: Scope): Eventually<void> {
  const { default: next, assign, output } = state;
  if (next !== undefined) return finishState(run, threadId, state, { input: scope.input, next, assign, output });
  const cause = 'Failed to transition out of the state. The state does not point to a next state.';
  return fail(run, threadId, { error: 'States.NoChoiceMatched', cause: describe(thread(run, threadId), cause) });
}
