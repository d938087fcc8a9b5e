/** Fail: ends its branch, its iteration or the execution with an error and a cause, either of which may be missing. */
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import type { FailState } from '../asl/state-machine.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluateStringField } from '../query/payload-template.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { scopeOf } from './context-object.ts';
import { andThen } from './eventually.ts';
import { fail, failEvaluation } from './failure.ts';
import { type Run, thread } from './run.ts';

export function runFail(run: Run, threadId: number, state: FailState): Eventually<void> {
  const of = thread(run, threadId);
  // A Fail has no InputPath of its own; AWS's test of one shows its input in that place.
  run.probe?.saw('InputPath', of.input);
  const scope = scopeOf(run, of, of.input);
  return andThen(evaluateText(state, scope, 'Error', state.error, state.errorPath), (error) => {
    if (error && !error.ok) return failEvaluation(run, threadId, error);
    return andThen(evaluateText(state, scope, 'Cause', state.cause, state.causePath), (cause) => {
      if (cause && !cause.ok) return failEvaluation(run, threadId, cause);
      return fail(run, threadId, {
        error: error?.value as string | undefined,
        cause: cause?.value as string | undefined,
      });
    });
  });
}

function evaluateText(
  state: FailState,
  scope: Scope,
  field: 'Error' | 'Cause',
  text: string | undefined,
  path: string | undefined,
): Eventually<Evaluation<Json> | undefined> {
  if (path !== undefined) return textAt(evaluateStringField(path, scope, `${field}Path`), path, `${field}Path`);
  if (text === undefined) return undefined;
  if (state.queryLanguage === 'JSONata') return evaluateJsonata(text, scope, field, 'string');
  return { ok: true, value: text };
}

function textAt(evaluated: Evaluation<Json>, path: string, field: string): Evaluation<Json> {
  if (!evaluated.ok || typeof evaluated.value === 'string') return evaluated;
  const cause = `The ${field} parameter does not reference a string: ${path} == ${stringifyJson(evaluated.value)}`;
  return { ok: false, error: { error: 'States.Runtime', cause } };
}
