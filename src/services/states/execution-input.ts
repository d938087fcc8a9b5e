/** Reads the JSON text that callers send as input or output, with the messages of AWS's JSON parser. */

import { parseScannedJson } from '../../asl/exact-json.ts';
import type { Json } from '../../asl/json.ts';
import { deepestJson, parseJson } from '../../asl/parse-json.ts';
import { scanJson } from '../../asl/scan-json.ts';
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
  const { depth, exact } = scanJson(text);
  // What nests deeper would overflow the stack of whoever walks the value.
  if (depth > deepestJson)
    throw error(`Document nesting depth (${deepestJson + 1}) exceeds the maximum allowed (${deepestJson})`);
  try {
    return parseScannedJson(text, exact);
  } catch {
    const parsed = parseJson(text);
    throw error(parsed.ok ? 'Invalid JSON' : parsed.fault.message);
  }
}
