/**
 * Parses a definition written in YAML into plain JSON.
 *
 * 1. It never throws. Anchors are resolved within bounds; a repeated key is an error; values that JSON does not have are refused.
 * 2. Positions are looked up in the syntax tree when something is wrong.
 */
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Json } from './json.ts';
import { parseJson } from './parse-json.ts';

export interface YamlFault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export type TextRange = { readonly line: number; readonly column: number };

export type ParsedYaml =
  | { readonly ok: true; readonly value: Json; rangeOf(path: readonly (string | number)[]): TextRange | undefined }
  | { readonly ok: false; readonly fault: YamlFault };

export function parseYaml(text: string): ParsedYaml {
  try {
    return parse(text);
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem);
    return faultAt(problem instanceof RangeError ? tooDeep : message, 1, 1);
  }
}

const tooDeep = 'The text is nested too deeply';

function faultAt(message: string, line: number, column: number): ParsedYaml {
  return { ok: false, fault: { message, line, column } };
}

function parse(text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, schema: 'core' });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    return faultAt(error.message.includes('call stack') ? tooDeep : error.message, line, col);
  }
  // A round trip through JSON text leaves nothing that JSON cannot hold, and bounds the depth.
  const parsed = parseJson(JSON.stringify(document.toJS({ maxAliasCount: 100 }) ?? null));
  if (!parsed.ok) return faultAt(parsed.fault.message, 1, 1);
  return {
    ok: true,
    value: parsed.value,
    rangeOf: (path) => {
      const offset = offsetOf(document.contents, path);
      if (offset === undefined) return undefined;
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    },
  };
}

function offsetOf(root: unknown, path: readonly (string | number)[]): number | undefined {
  let node: unknown = root;
  let offset = startOf(root);
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key);
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null | undefined)?.range?.[0];
}
