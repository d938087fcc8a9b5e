/**
 * Data for code that computes with numbers as JavaScript has them: each number that keeps its text becomes the nearest double.
 * What holds no such number comes back as it is. An answer is remembered by the identity of the data.
 */
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import { setMember } from '../asl/set-member.ts';
import { isJsonArray } from './json-value.ts';

const known = new WeakMap<object, Json>();

export function plainNumbers<T extends Json>(value: T): T;
export function plainNumbers(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isExactNumber(value)) return Number(value);
  let plain = known.get(value);
  if (plain === undefined) {
    plain = convert(value);
    known.set(value, plain);
  }
  return plain;
}

/** @throws RangeError if the value nests too deeply for the stack. */
function convert(value: Json): Json {
  if (isExactNumber(value)) return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  return isJsonArray(value) ? convertItems(value) : convertMembers(value as JsonObject);
}

function convertItems(items: readonly Json[]): Json {
  let changed: Json[] | undefined;
  for (let at = 0; at < items.length; at++) {
    const before = items[at]!;
    const after = convert(before);
    if (after === before) continue;
    changed ??= [...items];
    changed[at] = after;
  }
  return changed ?? items;
}

function convertMembers(object: JsonObject): Json {
  let changed: Record<string, Json> | undefined;
  for (const name in object) {
    const before = object[name]!;
    const after = convert(before);
    if (after === before) continue;
    changed ??= { ...object };
    setMember(changed, name, after);
  }
  return changed ?? object;
}
