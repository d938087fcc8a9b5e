/**
 * How data takes through a state in both query languages.
 *
 * 1. All expressions of a state see the variables as they were on entry. 2. `ResultPath` combines with the raw input.
 * 3. An evaluation that fails is the state's failure; nothing of the state takes effect then.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { PayloadTemplate, State } from '../asl/state-machine.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluatePath } from '../query/path.ts';
import { evaluateStringField, evaluateTemplate } from '../query/payload-template.ts';
import { applyResultPath } from '../query/result-path.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { scopeOf } from './context-object.ts';
import { andThen } from './eventually.ts';
import type { Thread } from './execution-state.ts';
import { failEvaluation } from './failure.ts';
import { leaveState, nextOf } from './leave-state.ts';
import { type Run, thread } from './run.ts';

export const nothing: JsonObject = Object.freeze({});

type Evaluated = Evaluation<Json>;

/** Applies `InputPath`, which may be an intrinsic function; in JSONata the input is as it is. */
export function effectiveInput(run: Run, of: Thread, state: State): Evaluated {
  if (state.queryLanguage === 'JSONata') return { ok: true, value: of.input };
  const input = select(run, of, state.inputPath, of.input);
  if (input.ok) run.probe?.saw('InputPath', input.value);
  return input;
}

/** Evaluates `Parameters` (JSONPath, over the effective input) or `Arguments` (JSONata). */
export function evaluateArguments(
  state: State & { readonly parameters?: PayloadTemplate; readonly arguments?: PayloadTemplate },
  scope: Scope,
): Eventually<Evaluated> {
  if (state.queryLanguage === 'JSONata') {
    if (state.arguments === undefined) return { ok: true, value: scope.input };
    return evaluateJsonata(state.arguments, scope, 'Arguments');
  }
  if (state.parameters === undefined) return { ok: true, value: scope.input };
  return evaluateTemplate(state.parameters, scope);
}

export interface Outcome {
  /** Effective input: what passes on when there is no result. */
  readonly input: Json;
  /** What the state's work came to; absent where a state has no result. */
  readonly result?: Json;
  /** Where the state goes; by default its own `Next`. */
  readonly next?: string;
  /** By default the state's own fields. */
  readonly assign?: PayloadTemplate;
  readonly output?: PayloadTemplate;
}

/** Evaluates everything between a state's work and its exit, and leaves. */
export function finishState(run: Run, threadId: number, state: State, outcome: Outcome): Eventually<void> {
  const of = thread(run, threadId);
  if (outcome.result !== undefined) run.probe?.saw('Result', outcome.result);
  return andThen(evaluateAssign(run, of, state, outcome), (assigned) => {
    if (assigned && !assigned.ok) return failEvaluation(run, threadId, assigned);
    return andThen(evaluateOutput(run, of, state, outcome), (output) => {
      if (!output.ok) return failEvaluation(run, threadId, output);
      leaveState(run, threadId, state, {
        output: output.value,
        assigned: assigned?.value as JsonObject | undefined,
        next: outcome.next ?? nextOf(state),
      });
    });
  });
}

function evaluateAssign(run: Run, of: Thread, state: State, outcome: Outcome): Eventually<Evaluated | undefined> {
  const assign = outcome.assign;
  if (assign === undefined) return undefined;
  const { result } = outcome;
  if (state.queryLanguage === 'JSONata') {
    return evaluateJsonata(assign, scopeOf(run, of, of.input, { result }), 'Assign');
  }
  return evaluateTemplate(assign, scopeOf(run, of, result === undefined ? outcome.input : result));
}

function evaluateOutput(run: Run, of: Thread, state: State, outcome: Outcome): Eventually<Evaluated> {
  const { input, result } = outcome;
  if (state.queryLanguage === 'JSONata') {
    if (outcome.output === undefined) return { ok: true, value: result === undefined ? of.input : result };
    return evaluateJsonata(outcome.output, scopeOf(run, of, of.input, { result }), 'Output');
  }
  if (result === undefined) return select(run, of, state.outputPath, input);
  const selected = selectResult(run, of, state, result);
  if (!selected.ok) return selected;
  run.probe?.saw('ResultSelector', selected.value);
  const resultPath = 'resultPath' in state ? state.resultPath : undefined;
  const combined = applyResultPath(resultPath, of.input, selected.value);
  if (combined.ok) run.probe?.saw('ResultPath', combined.value);
  return combined.ok ? select(run, of, state.outputPath, combined.value) : combined;
}

function selectResult(run: Run, of: Thread, state: State, result: Json): Evaluated {
  if (!('resultSelector' in state) || state.resultSelector === undefined) return { ok: true, value: result };
  return evaluateTemplate(state.resultSelector, scopeOf(run, of, result));
}

/** A path field: absent means all, `null` means nothing. */
function select(run: Run, of: Thread, path: string | null | undefined, input: Json): Evaluated {
  if (path === undefined || path === '$') return { ok: true, value: input };
  if (path === null) return { ok: true, value: nothing };
  const scope = scopeOf(run, of, input);
  return path.startsWith('$') ? evaluatePath(path, scope) : evaluateStringField(path, scope, 'InputPath');
}
