/** Pass: gives on its input, a literal, or what its parameters make of the input. */
import type { PassState } from '../asl/state-machine.ts';
import { evaluateTemplate } from '../query/payload-template.ts';
import type { Eventually } from '../query/scope.ts';
import { scopeOf } from './context-object.ts';
import { effectiveInput, finishState } from './data-flow.ts';
import { failEvaluation } from './failure.ts';
import { type Run, thread } from './run.ts';

export function runPass(run: Run, threadId: number, state: PassState): Eventually<void> {
  const of = thread(run, threadId);
  const { assign, output } = state;
  if (state.queryLanguage === 'JSONata') return finishState(run, threadId, state, { input: of.input, assign, output });
  const input = effectiveInput(run, of, state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  let result = input.value;
  if (state.result !== undefined) result = state.result;
  else if (state.parameters !== undefined) {
    const evaluated = evaluateTemplate(state.parameters, scopeOf(run, of, input.value));
    if (!evaluated.ok) return failEvaluation(run, threadId, evaluated);
    result = evaluated.value;
  }
  if (state.result === undefined) run.probe?.saw('Parameters', result);
  return finishState(run, threadId, state, { input: input.value, result, assign });
}
