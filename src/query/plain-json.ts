/**
 * Turns what the JSONata library returns into plain JSON.
 *
 * 1. Lists lose the marks that the library leaves on them; what needs no change is passed on uncopied.
 * 2. Infinite numbers become text, as at AWS; minus zero becomes zero.
 * 3. A function anywhere makes the whole unsupported.
 */
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';
import { setMember } from '../asl/set-member.ts';

export type PlainJson = { readonly json: Json } | 'unsupported' | undefined;

class UnsupportedValue extends Error {}

/** Undefined for undefined. @throws RangeError if the value nests too deeply for the stack. */
export function plainJson(value: unknown): PlainJson {
  if (value === undefined) return undefined;
  try {
    return { json: convert(value) ?? null };
  } catch (problem) {
    if (problem instanceof UnsupportedValue) return 'unsupported';
    throw problem;
  }
}

function convert(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value + 0 : String(value);
    case 'undefined':
      return undefined;
    case 'object':
      if (value === null) return null;
      if (isExactNumber(value)) return Object.is(Number(value), -0) ? 0 : value;
      return Array.isArray(value) ? convertList(value) : convertObject(value as Record<string, unknown>);
    default:
      throw new UnsupportedValue();
  }
}

function convertList(list: readonly unknown[]): Json {
  const isMarked =
    Object.hasOwn(list, 'sequence') || Object.hasOwn(list, 'keepSingleton') || Object.hasOwn(list, 'cons');
  let copy: Json[] | undefined = isMarked ? [] : undefined;
  for (let at = 0; at < list.length; at++) {
    const item = convert(list[at]) ?? null;
    if (copy === undefined && !Object.is(item, list[at])) copy = list.slice(0, at) as Json[];
    copy?.push(item);
  }
  return copy ?? (list as readonly Json[]);
}

function convertObject(object: Record<string, unknown>): Json {
  if ('_jsonata_function' in object || '_jsonata_lambda' in object) throw new UnsupportedValue();
  let copy: Record<string, Json> | undefined;
  const names = Object.keys(object);
  for (const [at, name] of names.entries()) {
    const member = convert(object[name]);
    if (copy === undefined && !Object.is(member, object[name])) {
      copy = {};
      for (const before of names.slice(0, at)) setMember(copy, before, object[before] as Json);
    }
    if (copy !== undefined && member !== undefined) setMember(copy, name, member);
  }
  return copy ?? (object as Json);
}
