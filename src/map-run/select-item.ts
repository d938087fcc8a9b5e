/** What one child, or one place of a batch, gets of an item: the item itself, or what the ItemSelector makes of it. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { MapState } from '../asl/state-machine.ts';
import type { StartMapRun } from '../interpreter/step.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluateTemplate } from '../query/payload-template.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';

export interface MapItem {
  readonly index: number;
  readonly value: Json;
  /** Name of the member, when an object is iterated over. */
  readonly key?: string;
  readonly source: string;
}

export function selectItem(
  state: MapState,
  command: StartMapRun,
  item: MapItem,
  { nowMs, random }: Pick<Scope, 'nowMs' | 'random'>,
): Eventually<Evaluation<Json>> {
  if (state.itemSelector === undefined) return { ok: true, value: wholeItem(item) };
  const scope: Scope = {
    input: command.input,
    variables: command.variables,
    nowMs,
    random,
    get context() {
      return { ...command.context, Map: { Item: itemContext(item) } };
    },
  };
  return state.queryLanguage === 'JSONata'
    ? evaluateJsonata(state.itemSelector, scope, 'ItemSelector')
    : evaluateTemplate(state.itemSelector, scope);
}

/** AWS hands over the members of an object as pairs. */
function wholeItem({ key, value }: MapItem): Json {
  return key === undefined ? value : { Key: key, Value: value };
}

function itemContext({ index, key, value, source }: MapItem): JsonObject {
  return { Index: index, ...(key !== undefined && { Key: key }), Value: value, Source: source };
}
