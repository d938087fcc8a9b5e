/**
 * A Map or Parallel under test: its input is worked out and its output made as in any execution, but what its iterations or branches came to is
 * given by the test.
 */
import type { Json } from '../asl/json.ts';
import type { MapState, ParallelState } from '../asl/state-machine.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { scopeOf } from './context-object.ts';
import { effectiveInput, evaluateArguments, finishState } from './data-flow.ts';
import { andThen } from './eventually.ts';
import { type Failure, fail, failEvaluation } from './failure.ts';
import { batchItems } from './item-batches.ts';
import { concurrencyRange, countRange, itemsOf, percentageRange, selectItem } from './map-state.ts';
import { evaluateNumber, type NumberRange } from './number-field.ts';
import type { MockedParts } from './probe.ts';
import { type Run, thread } from './run.ts';

export function finishMocked(
  run: Run,
  threadId: number,
  state: MapState | ParallelState,
  mock: MockedParts,
): Eventually<void> {
  const input = effectiveInput(run, thread(run, threadId), state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  const scope = scopeOf(run, thread(run, threadId), input.value);
  const prepared: Eventually<Evaluation<Failure | undefined>> =
    state.type === 'Map' ? prepareMap(run, threadId, state, mock, scope) : prepareParallel(state, scope);
  return andThen(prepared, (evaluated) => {
    if (!evaluated.ok) return failEvaluation(run, threadId, evaluated);
    const { outcome } = mock;
    if (outcome.type === 'Failed') return fail(run, threadId, { error: outcome.error, cause: outcome.cause });
    if (evaluated.value) return fail(run, threadId, evaluated.value);
    const { assign, output } = state;
    return finishState(run, threadId, state, { input: input.value, result: outcome.result, assign, output });
  });
}

function prepareParallel(state: ParallelState, scope: Scope): Eventually<Evaluation<undefined>> {
  return andThen(evaluateArguments(state, scope), (evaluated) =>
    evaluated.ok ? { ok: true as const, value: undefined } : evaluated,
  );
}

/** The failure is that of too many failed iterations. */
function prepareMap(
  run: Run,
  threadId: number,
  state: MapState,
  mock: MockedParts,
  scope: Scope,
): Eventually<Evaluation<Failure | undefined>> {
  const isRead = state.itemReader !== undefined && mock.items === undefined;
  const items = mock.items ? { ok: true as const, value: mock.items } : isRead ? undefined : itemsOf(state, scope);
  return andThen(items, (found) => {
    if (found && !found.ok) return found;
    if (found) run.probe?.saw('ItemsPath', found.value);
    return andThen(selectAll(run, threadId, state, scope.input, found?.value ?? []), (selected) => {
      if (!selected.ok) return selected;
      return andThen(batch(run, state, selected.value, scope), (batched) => {
        if (!batched.ok) return batched;
        return evaluateTolerance(run, state, mock, found?.value.length, scope);
      });
    });
  });
}

/** What each iteration would begin with. */
async function selectAll(
  run: Run,
  threadId: number,
  state: MapState,
  input: Json,
  items: readonly Json[],
): Promise<Evaluation<readonly Json[]>> {
  if (state.itemSelector === undefined) return { ok: true, value: items };
  const selected: Json[] = [];
  for (const [index, value] of items.entries()) {
    const evaluated = await selectItem(run, thread(run, threadId), state, input, { index, value });
    if (!evaluated.ok) return evaluated;
    selected.push(evaluated.value);
  }
  run.probe?.saw('ItemSelector', selected);
  return { ok: true, value: selected };
}

function batch(run: Run, state: MapState, items: readonly Json[], scope: Scope): Eventually<Evaluation<undefined>> {
  if (state.itemBatcher === undefined) return { ok: true, value: undefined };
  return andThen(batchItems(state, state.itemBatcher, items, scope), (batches) => {
    if (!batches.ok) return batches;
    run.probe?.saw('ItemBatcher', batches.value);
    return { ok: true as const, value: undefined };
  });
}

/** Evaluates the limits of the Map; the failure is that of more failed iterations than it tolerates. */
async function evaluateTolerance(
  run: Run,
  state: MapState,
  mock: MockedParts,
  iterations: number | undefined,
  scope: Scope,
): Promise<Evaluation<Failure | undefined>> {
  const percent = await seen(run, state, 'ToleratedFailurePercentage', scope, percentageRange);
  if (!percent.ok) return percent;
  const count = await seen(run, state, 'ToleratedFailureCount', scope, countRange);
  if (!count.ok) return count;
  const concurrency = await seen(run, state, 'MaxConcurrency', scope, concurrencyRange);
  if (!concurrency.ok) return concurrency;
  const failed = mock.failedIterations ?? 0;
  const share = iterations === undefined || iterations === 0 ? 0 : (failed / iterations) * 100;
  // A Map without either limit is taken to bear any number of failures: so does AWS's test of one.
  const isTooMany = failed > (count.value ?? Infinity) || share > (percent.value ?? Infinity);
  return { ok: true, value: isTooMany ? toleranceExceeded : undefined };
}

type NumberStage = 'ToleratedFailurePercentage' | 'ToleratedFailureCount' | 'MaxConcurrency';

async function seen(
  run: Run,
  state: MapState,
  stage: NumberStage,
  scope: Scope,
  range: NumberRange,
): Promise<Evaluation<number | undefined>> {
  const field = `${stage.charAt(0).toLowerCase()}${stage.slice(1)}` as Uncapitalize<NumberStage>;
  const value = state[field] ?? (stage === 'MaxConcurrency' ? 0 : undefined);
  const evaluated = await evaluateNumber(stage, value, state[`${field}Path`], scope, range);
  if (evaluated.ok && evaluated.value !== undefined) run.probe?.saw(stage, evaluated.value);
  return evaluated;
}

const toleranceExceeded: Failure = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};
