/**
 * Numbers of a definition keep their text where they are data (`Result`, `Parameters`, operands of Choice rules …) and are plain
 * everywhere else (`TimeoutSeconds: 60.0`).
 */
import { isExactNumber } from './exact-number.ts';
import type { Json, JsonObject } from './json.ts';
import { setMember } from './set-member.ts';

const dataFields: ReadonlySet<string> = new Set([
  'Arguments',
  'Assign',
  'BatchInput',
  'ItemSelector',
  'Items',
  'Output',
  'Parameters',
  'Result',
  'ResultSelector',
]);

/** The definition itself where nothing needs to change. It nests no deeper than the parser lets it. */
export function plainSettings(definition: JsonObject): JsonObject {
  return plainMembers(definition, false);
}

function plain(value: Json): Json {
  if (isExactNumber(value)) return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) return plainMembers(value as JsonObject, false);
  const items = value.map(plain);
  return items.every((item, at) => item === value[at]) ? value : items;
}

/** The members of `States` have names that their author chose. */
function plainMembers(object: JsonObject, isStates: boolean): JsonObject {
  let changed: Record<string, Json> | undefined;
  for (const name of Object.keys(object)) {
    const value = object[name]!;
    if (!isStates && (dataFields.has(name) || name.startsWith('Numeric'))) continue;
    const isMap =
      name === 'States' && !isStates && typeof value === 'object' && value !== null && !Array.isArray(value);
    const after = isMap && !isExactNumber(value) ? plainMembers(value as JsonObject, true) : plain(value);
    if (after === value) continue;
    changed ??= { ...object };
    setMember(changed, name, after);
  }
  return changed ?? object;
}
