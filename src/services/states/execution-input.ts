/** Reads the JSON text that callers send as input or output, with the messages of AWS's JSON parser. */

import type { Json } from '../../asl/json.ts';
import { deepestJson, parseJson } from '../../asl/parse-json.ts';
import type { ApiError } from '../../gateway/operation.ts';
import { invalidExecutionInput } from './errors.ts';

/** No input is an empty object. @throws {ApiError} InvalidExecutionInput */
export function parseExecutionInput(text: string | undefined): Json {
  if (text === undefined) return {};
  if (text.trim() === '') throw invalidExecutionInput('Invalid execution input.');
  return parseJsonText(text, invalidExecutionInput);
}

/** @throws what `error` makes of the parser's message. */
export function parseJsonText(text: string, error: (message: string) => ApiError): Json {
  const depth = nestingDepth(text);
  if (depth > deepestJson)
    throw error(`Document nesting depth (${depth}) exceeds the maximum allowed (${deepestJson})`);
  try {
    return JSON.parse(text) as Json;
  } catch {
    const parsed = parseJson(text);
    throw error(parsed.ok ? 'Invalid JSON' : parsed.fault.message);
  }
}

/** How deep brackets nest outside strings, up to the first depth that would overflow the stack of whoever walks the value. */
function nestingDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < text.length && deepest <= deepestJson; at++) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}
