/**
 * Turns the text of a definition, JSON or YAML, into plain JSON, with a way back from a place to its line and column.
 *
 * 1. It never throws. 2. Malformed text gives one diagnostic with AWS's words. 3. What comes back is an object.
 */
import type { Diagnostic } from './diagnostic.ts';
import { isExactNumber } from './exact-number.ts';
import type { Json, JsonObject } from './json.ts';
import { type JsonOffsets, lineAndColumn, parseJson } from './parse-json.ts';
import { parseYaml, type TextRange } from './parse-yaml.ts';
import { plainSettings } from './plain-settings.ts';

export type DefinitionFormat = 'json' | 'yaml';

export type ParsedDefinition =
  | {
      readonly ok: true;
      readonly value: JsonObject;
      rangeOf(path: readonly (string | number)[]): TextRange | undefined;
    }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

export function parseDefinition(text: string, format: DefinitionFormat): ParsedDefinition {
  if (text.trim() === '') return notAnObject();
  return format === 'json' ? fromJson(text) : fromYaml(text);
}

function fromJson(text: string): ParsedDefinition {
  const parsed = parseJson(text, { keepsNumbers: true });
  if (!parsed.ok) {
    const { message, location, line, column } = parsed.fault;
    return malformed(`${message}\n at ${location}`, location, { line, column });
  }
  const { value } = parsed;
  if (!isObject(value)) return notAnObject();
  return { ok: true, value: plainSettings(value), rangeOf: rangesOfJson(text) };
}

/** Parses once more with positions, the first time that one is asked for. */
function rangesOfJson(text: string): (path: readonly (string | number)[]) => TextRange | undefined {
  let root: Json | undefined;
  const offsets: JsonOffsets = new WeakMap();
  return (path) => {
    if (root === undefined) {
      const parsed = parseJson(text, { offsets });
      root = parsed.ok ? parsed.value : null;
    }
    return lineAndColumn(text, offsetOf(root, path, offsets, text));
  };
}

function offsetOf(root: Json, path: readonly (string | number)[], offsets: JsonOffsets, text: string): number {
  let node: Json | undefined = root;
  let offset = text.search(/\S/);
  for (const key of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) break;
    offset = offsets.get(node)?.get(key) ?? offset;
    node = (node as JsonObject)[key];
  }
  return offset;
}

function fromYaml(text: string): ParsedDefinition {
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    const { message, line, column } = parsed.fault;
    return malformed(`${message} (line: ${line}, column: ${column})`, undefined, { line, column });
  }
  if (!isObject(parsed.value)) return notAnObject();
  return { ok: true, value: parsed.value, rangeOf: parsed.rangeOf };
}

function malformed(message: string, location: string | undefined, range: TextRange): ParsedDefinition {
  const diagnostic = { severity: 'ERROR' as const, code: 'INVALID_JSON_DESCRIPTION', message, range };
  return { ok: false, diagnostic: location === undefined ? diagnostic : { ...diagnostic, location } };
}

function notAnObject(): ParsedDefinition {
  const message = 'Definition must be a valid JSON object';
  return { ok: false, diagnostic: { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message } };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}
