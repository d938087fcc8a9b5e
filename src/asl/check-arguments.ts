/** Checks the arguments of a service integration for what can be seen before they are evaluated: the names of their fields. */
import type { Json, JsonObject } from './json.ts';
import { isObject } from './parse-definition.ts';
import { parseResource } from './parse-resource.ts';
import { at, type Place } from './place.ts';
import { isJsonataString } from './syntax/parse-jsonata.ts';
import type { StateContext } from './validate-fields.ts';

export function checkArguments(state: JsonObject, place: Place, context: StateContext): void {
  const field = context.language === 'JSONata' ? 'Arguments' : 'Parameters';
  const { Resource: arn, [field]: value } = state;
  const ref = typeof arn === 'string' ? parseResource(arn) : undefined;
  if (ref?.type !== 'integration' || value === undefined || !isObject(value)) return;
  const shown = known(value, context.language === 'JSONata') as JsonObject;
  for (const { path, message } of context.machine.argumentProblems?.(ref, shown) ?? []) {
    context.findings.error(path.reduce<Place>(at, at(place, field)), message);
  }
}

/** What the author wrote down; `null` where an expression stands. */
function known(value: Json, isJsonata: boolean): Json {
  if (typeof value === 'string') return isJsonata && isJsonataString(value) ? null : value;
  if (Array.isArray(value)) return value.map((item: Json) => known(item, isJsonata));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      !isJsonata && name.endsWith('.$') ? [name.slice(0, -2), null] : [name, known(member, isJsonata)],
    ),
  );
}
