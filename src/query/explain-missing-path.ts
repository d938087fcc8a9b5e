/** Says why a definite path found nothing, in the words that AWS takes over from its JSONPath library. Off the quick path. */
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import type { JsonPath, JsonPathSegment } from '../asl/syntax/json-path.ts';
import { printJsonPath } from '../asl/syntax/print-json-path.ts';
import { compileRoot, type PathRoots } from './compile-json-path.ts';
import { isJsonArray, isJsonObject, memberOf } from './json-value.ts';

export function explainMissingPath(path: JsonPath, roots: PathRoots): string {
  const nothing = `No results for path: ${printJsonPath(path)}`;
  let node = compileRoot(path)(roots);
  for (const [at, segment] of path.segments.entries()) {
    if (node === undefined) return nothing;
    const before = printJsonPath(path, path.segments.slice(0, at));
    const mismatch = explainMismatch(segment, node, before);
    if (mismatch !== undefined) return mismatch;
    node = step(segment, node);
    const isLast = at === path.segments.length - 1;
    if (node === undefined && !isLast && segment.type === 'Member') {
      return `Missing property in path ${printJsonPath(path, path.segments.slice(0, at + 1))}`;
    }
  }
  return nothing;
}

function step(segment: JsonPathSegment, node: Json): Json | undefined {
  if (segment.type === 'Member') return memberOf(node, segment.name);
  if (segment.type === 'Index') return isJsonArray(node) ? node.at(segment.index) : undefined;
  return undefined;
}

function explainMismatch(segment: JsonPathSegment, node: Json, before: string): string | undefined {
  if (segment.type === 'Member' && !isJsonObject(node)) {
    return `Expected to find an object with property ['${segment.name}'] in path ${before} but found '${javaType(node)}'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.`;
  }
  if (segment.type !== 'Index' || isJsonArray(node)) return undefined;
  if (node === null) return `The path ${before} is null`;
  return `Filter: [${segment.index}] can only be applied to arrays. Current context is: ${stringifyJson(node)}`;
}

function javaType(value: Json): string {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'java.util.ArrayList';
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  const text = String(value);
  if (!/^-?\d+$/.test(text)) return 'java.lang.Double';
  const whole = BigInt(text);
  if (BigInt.asIntN(32, whole) === whole) return 'java.lang.Integer';
  return BigInt.asIntN(64, whole) === whole ? 'java.lang.Long' : 'java.math.BigInteger';
}
