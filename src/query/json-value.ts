/** What the evaluators need of JSON values. Members are read and written as own properties only, so that `__proto__` is a name like any other. */
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import { equalNumbers, isJsonNumber } from './json-number.ts';

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function jsonType(value: Json): JsonType {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'array';
  if (isExactNumber(value)) return 'number';
  return typeof value as JsonType;
}

/** The member of an object, or undefined where there is none (or no object). */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A copy of an object whose members may be set. Spreading keeps an own `__proto__` as it is. */
export function copyMembers(source: JsonObject): Record<string, Json> {
  return { ...source };
}

export function jsonEquals(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (isJsonNumber(left)) return isJsonNumber(right) && equalNumbers(left, right);
  if (isJsonArray(left)) {
    return isJsonArray(right) && left.length === right.length && left.every((item, at) => jsonEquals(item, right[at]!));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && jsonEquals(left[name]!, right[name]!))
  );
}
