/**
 * Inline Map: runs its processor once for each item, so many at a time; the outputs, in the order of the items, are its result.
 * A distributed Map is `map-run.ts`.
 */
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import type { MapState } from '../asl/state-machine.ts';
import { isJsonArray, isJsonObject } from '../query/json-value.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluatePath } from '../query/path.ts';
import { evaluateTemplate } from '../query/payload-template.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { scopeOf } from './context-object.ts';
import { effectiveInput, finishState } from './data-flow.ts';
import { andThen } from './eventually.ts';
import type { Thread } from './execution-state.ts';
import { failEvaluation } from './failure.ts';
import { evaluateNumber, type NumberRange } from './number-field.ts';
import { emit, envelopeOf, isRunning, type Run, stateOf, thread } from './run.ts';

export const concurrencyRange: NumberRange = {
  kind: 'integer',
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  message: 'MaxConcurrency must be a non-negative integer.',
};
export const percentageRange: NumberRange = {
  kind: 'float',
  min: 0,
  max: 100,
  message: 'ToleratedFailurePercentage must be between 0 and 100.',
};
export const countRange: NumberRange = {
  kind: 'integer',
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  message: 'ToleratedFailureCount must be a non-negative integer.',
};

export function runMap(run: Run, threadId: number, state: MapState): Eventually<void> {
  const of = thread(run, threadId);
  const input = effectiveInput(run, of, state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  const scope = scopeOf(run, of, input.value);
  return andThen(itemsOf(state, scope), (items) => {
    if (!items.ok) return failEvaluation(run, threadId, items);
    return andThen(evaluateSettings(state, scope), (concurrency) => {
      const most = (concurrency.ok && concurrency.value) || Number.MAX_SAFE_INTEGER;
      const envelope = {
        thread: threadId,
        items: items.value,
        input: input.value,
        concurrency: Math.min(most, run.limits.inlineMapConcurrency),
      };
      const details = { mapStateStartedEventDetails: { length: items.value.length } };
      emit(run, of, 'MapStateStarted', details, envelope);
      // AWS notices bad settings only once the Map has started.
      if (!concurrency.ok) return failEvaluation(run, threadId, concurrency);
      return startIterations(run, threadId, thread(run, threadId).lastEventId);
    });
  });
}

export function itemsOf(state: MapState, scope: Scope): Eventually<Evaluation<readonly Json[]>>;
/** A distributed Map takes the members of an object, too. */
export function itemsOf(
  state: MapState,
  scope: Scope,
  takesObject: true,
): Eventually<Evaluation<readonly Json[] | JsonObject>>;
export function itemsOf(
  state: MapState,
  scope: Scope,
  takesObject = false,
): Eventually<Evaluation<readonly Json[] | JsonObject>> {
  if (state.queryLanguage === 'JSONata') {
    if (state.items !== undefined) {
      return andThen(evaluateJsonata(state.items, scope, 'Items', 'array'), arrayOfItems);
    }
    if (isIterable(scope.input, takesObject)) return { ok: true, value: scope.input };
    const cause = `Map state input must be an array but was: ${stringifyJson(scope.input)}`;
    return { ok: false, error: { error: 'States.QueryEvaluationError', cause } };
  }
  const path = state.itemsPath ?? '$';
  const found = path === '$' ? { ok: true as const, value: scope.input } : evaluatePath(path, scope);
  if (!found.ok) return found;
  if (isIterable(found.value, takesObject)) return { ok: true, value: found.value };
  return { ok: false, error: { error: 'States.Runtime', cause: `Reference path "${path}" must point to array.` } };
}

function isIterable(value: Json, takesObject: boolean): value is readonly Json[] | JsonObject {
  return isJsonArray(value) || (takesObject && isJsonObject(value));
}

/** An expression was checked for its type; a literal object was not. */
function arrayOfItems(items: Evaluation<Json>): Evaluation<readonly Json[]> {
  if (!items.ok || Array.isArray(items.value)) return items as Evaluation<readonly Json[]>;
  const cause = `Map state input must be an array but was: ${stringifyJson(items.value)}`;
  return { ok: false, error: { error: 'States.QueryEvaluationError', cause }, location: 'Items' };
}

/** The author's concurrency. What failures are tolerated is of use to a distributed Map only, and yet must be right. */
function evaluateSettings(state: MapState, scope: Scope): Eventually<Evaluation<number | undefined>> {
  const { toleratedFailurePercentage, toleratedFailurePercentagePath } = state;
  const percentage = evaluateNumber(
    'ToleratedFailurePercentage',
    toleratedFailurePercentage,
    toleratedFailurePercentagePath,
    scope,
    percentageRange,
  );
  return andThen(percentage, (evaluatedPercentage) => {
    if (!evaluatedPercentage.ok) return evaluatedPercentage;
    const { toleratedFailureCount, toleratedFailureCountPath, maxConcurrency, maxConcurrencyPath } = state;
    return andThen(
      evaluateNumber('ToleratedFailureCount', toleratedFailureCount, toleratedFailureCountPath, scope, countRange),
      (count) =>
        count.ok
          ? evaluateNumber('MaxConcurrency', maxConcurrency, maxConcurrencyPath, scope, concurrencyRange)
          : count,
    );
  });
}

/** Starts as many iterations as there is room for; their first events follow event `after`. */
export function startIterations(run: Run, threadId: number, after: number): Eventually<void> {
  for (;;) {
    if (!isRunning(run)) return;
    const of = thread(run, threadId);
    const parts = of.parts;
    if (!parts || parts.begun >= parts.total || parts.begun - parts.succeeded >= parts.concurrency) return;
    const started = startIteration(run, of, after);
    if (started instanceof Promise) {
      return started.then((isOn) => (isOn ? startIterations(run, threadId, after) : undefined));
    }
    if (!started) return;
  }
}

/** Whether the iteration started: its item selector may have failed the Map. */
function startIteration(run: Run, of: Thread, after: number): Eventually<boolean> {
  const state = stateOf(run.machine, run.draft.state, of) as MapState;
  const { items, begun: index, input } = of.parts!;
  const item = { index, value: items![index]! };
  const selected = selectItem(run, of, state, input, item);
  return andThen(selected, (evaluated) => {
    if (!evaluated.ok) return andThen(failEvaluation(run, of.id, evaluated), () => false);
    run.ready.push(run.draft.state.nextThreadId);
    const details = { mapIterationStartedEventDetails: { name: of.state, index } };
    const envelope = { thread: of.id, startAt: state.processor.startAt, input: evaluated.value };
    emit(run, of, 'MapIterationStarted', details, envelope, after);
    return true;
  });
}

export function selectItem(
  run: Run,
  of: Thread,
  state: MapState,
  input: Json,
  item: { readonly index: number; readonly value: Json },
): Eventually<Evaluation<Json>> {
  if (state.itemSelector === undefined) return { ok: true, value: item.value };
  const scope = scopeOf(run, of, input, { item });
  if (state.queryLanguage === 'JSONata') return evaluateJsonata(state.itemSelector, scope, 'ItemSelector');
  return evaluateTemplate(state.itemSelector, scope);
}

/** An iteration has come to its end: its slot is free. */
export function finishIteration(run: Run, threadId: number): Eventually<void> {
  const of = thread(run, threadId);
  const parent = thread(run, of.parent!);
  const details = { mapIterationSucceededEventDetails: { name: parent.state, index: of.slot } };
  emit(run, of, 'MapIterationSucceeded', details, envelopeOf(threadId));
  if (!isRunning(run)) return;
  if (thread(run, parent.id).phase !== 'joined') return startIterations(run, parent.id, of.lastEventId);
  run.ready.push(parent.id);
}

/** Every iteration has ended well. */
export function finishMap(run: Run, threadId: number, state: MapState): Eventually<void> {
  const of = thread(run, threadId);
  emit(run, of, 'MapStateSucceeded');
  if (!isRunning(run)) return;
  const result = of.parts!.results.flat();
  return finishState(run, threadId, state, { input: of.input, result, assign: state.assign, output: state.output });
}
