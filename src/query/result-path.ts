/**
 * Puts a result where `ResultPath` says.
 *
 * 1. Neither the input nor the result is changed: what lies on the way is copied, the rest is shared.
 * 2. Missing objects on the way are created, and so is what stands where a member must be set on null; a list is never extended.
 */
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import { setMember } from '../asl/set-member.ts';
import type { JsonPath, JsonPathSegment } from '../asl/syntax/json-path.ts';
import { copyMembers, isJsonArray, isJsonObject, memberOf } from './json-value.ts';
import { compiledPath } from './path.ts';
import type { Evaluation } from './scope.ts';

/** `undefined` means `$` (the result replaces the input), `null` discards the result. */
export function applyResultPath(resultPath: string | null | undefined, input: Json, result: Json): Evaluation<Json> {
  if (resultPath === undefined || resultPath === '$') return { ok: true, value: result };
  if (resultPath === null) return { ok: true, value: input };
  const compiled = compiledPath(resultPath);
  const value = compiled.ok ? place(compiled.path, input, result) : undefined;
  if (value !== undefined) return { ok: true, value };
  const cause = `Unable to apply ReferencePath ${resultPath} to input ${stringifyJson(input)}`;
  return { ok: false, error: { error: 'States.ResultPathMatchFailure', cause } };
}

function place(path: JsonPath, input: Json, result: Json): Json | undefined {
  return path.root.type === 'Input' ? placeAt(path.segments, 0, input, result) : undefined;
}

function placeAt(
  segments: readonly JsonPathSegment[],
  at: number,
  node: Json | undefined,
  result: Json,
): Json | undefined {
  const segment = segments[at];
  if (segment === undefined) return result;
  if (segment.type === 'Member') {
    if (node !== undefined && node !== null && !isJsonObject(node)) return undefined;
    const value = placeAt(segments, at + 1, memberOf(node, segment.name), result);
    if (value === undefined) return undefined;
    const copy = isJsonObject(node) ? copyMembers(node) : {};
    setMember(copy, segment.name, value);
    return copy;
  }
  if (segment.type !== 'Index' || !isJsonArray(node)) return undefined;
  if (segment.index < 0 || segment.index >= node.length) return undefined;
  const value = placeAt(segments, at + 1, node[segment.index], result);
  return value === undefined ? undefined : node.with(segment.index, value);
}
