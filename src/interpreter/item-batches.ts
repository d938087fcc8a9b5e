/** ItemBatcher: groups the items of a distributed Map, so that one child works on many. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { MapState, NumberField } from '../asl/state-machine.ts';
import { jsonByteLength } from '../query/json-size.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluateTemplate } from '../query/payload-template.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { andThen } from './eventually.ts';
import { evaluateNumber, type NumberRange } from './number-field.ts';

/** The inputs of the children. A batch holds one item at least, however large. */
export function batchItems(
  state: MapState,
  batcher: JsonObject,
  items: readonly Json[],
  scope: Scope,
): Eventually<Evaluation<readonly JsonObject[]>> {
  return andThen(mostOf(batcher, 'MaxItemsPerBatch', scope), (mostItems) => {
    if (!mostItems.ok) return mostItems;
    return andThen(mostOf(batcher, 'MaxInputBytesPerBatch', scope), (mostBytes) => {
      if (!mostBytes.ok) return mostBytes;
      return andThen(batchInput(state, batcher['BatchInput'], scope), (input) => {
        if (!input.ok) return input;
        const frame: JsonObject = input.value === undefined ? {} : { BatchInput: input.value };
        return { ok: true as const, value: group(frame, items, mostItems.value, mostBytes.value) };
      });
    });
  });
}

function mostOf(
  batcher: JsonObject,
  field: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch',
  scope: Scope,
): Eventually<Evaluation<number>> {
  const value = batcher[field] as NumberField | undefined;
  const path = batcher[`${field}Path`] as string | undefined;
  const range: NumberRange = {
    kind: 'integer',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    message: `${field} must be a non-negative integer.`,
  };
  return andThen(evaluateNumber(field, value, path, scope, range), (evaluated) =>
    // Zero means no limit.
    evaluated.ok ? { ok: true as const, value: evaluated.value || Infinity } : evaluated,
  );
}

function batchInput(
  state: MapState,
  template: Json | undefined,
  scope: Scope,
): Eventually<Evaluation<Json | undefined>> {
  if (template === undefined) return { ok: true, value: undefined };
  if (state.queryLanguage === 'JSONata') return evaluateJsonata(template, scope, 'ItemBatcher/BatchInput');
  return evaluateTemplate(template, scope);
}

function group(frame: JsonObject, items: readonly Json[], mostItems: number, mostBytes: number): readonly JsonObject[] {
  const frameBytes = jsonByteLength({ ...frame, Items: [] });
  const batches: JsonObject[] = [];
  let batch: Json[] = [];
  let bytes = frameBytes;
  for (const item of items) {
    const itemBytes = jsonByteLength(item) + 1;
    if (batch.length > 0 && (batch.length >= mostItems || bytes + itemBytes - 1 > mostBytes)) {
      batches.push({ ...frame, Items: batch });
      batch = [];
      bytes = frameBytes;
    }
    batch.push(item);
    bytes += itemBytes;
  }
  if (batch.length > 0) batches.push({ ...frame, Items: batch });
  return batches;
}
