/**
 * The size of a JSON value in UTF-8 bytes of its compact text, without building the text.
 * Counting stops soon after `stopAt` is passed: the answer is then some number greater than `stopAt`.
 */
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json, JsonObject } from '../asl/json.ts';

export function jsonByteLength(value: Json, stopAt: number = Number.POSITIVE_INFINITY): number {
  const pending: Json[] = [];
  let bytes = sizeOf(value, pending);
  while (pending.length > 0 && bytes <= stopAt) bytes += pushParts(pending.pop()!, pending, stopAt - bytes);
  return bytes;
}

/** Of a value without parts; one with parts counts nothing yet and waits in `pending`. */
function sizeOf(value: Json, pending: Json[]): number {
  switch (typeof value) {
    case 'string':
      return stringBytes(value);
    case 'number':
      return Number.isFinite(value) ? String(value).length : 4;
    case 'boolean':
      return value ? 4 : 5;
    default:
      if (value === null) return 4;
      pending.push(value);
      return 0;
  }
}

/** Counts brackets, commas, names and colons, and what is directly inside; further brackets wait in `pending`. */
function pushParts(value: Json, pending: Json[], stopAt: number): number {
  if (isExactNumber(value)) return String(value).length;
  if (Array.isArray(value)) {
    let bytes = 2 + Math.max(0, value.length - 1);
    for (const item of value as readonly Json[]) {
      if (bytes > stopAt) break;
      bytes += sizeOf(item, pending);
    }
    return bytes;
  }
  let bytes = 1;
  const members = value as JsonObject;
  for (const name in members) {
    if (bytes > stopAt) break;
    bytes += stringBytes(name) + 2 + sizeOf(members[name]!, pending);
  }
  return Math.max(2, bytes);
}

/** The text in quotes. A lone surrogate is escaped by JSON.stringify as six characters. */
function stringBytes(text: string): number {
  let bytes = text.length + 2;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x20 && code < 0x80) {
      if (code === 0x22 || code === 0x5c) bytes++;
    } else if (code < 0x20) bytes += isShortEscape(code) ? 1 : 5;
    else if (code < 0x800) bytes += 1;
    else if (code < 0xd800 || code > 0xdfff) bytes += 2;
    else if (code < 0xdc00 && isLowSurrogate(text.charCodeAt(at + 1))) {
      bytes += 2;
      at++;
    } else bytes += 5;
  }
  return bytes;
}

function isShortEscape(code: number): boolean {
  return code >= 8 && code <= 13 && code !== 11;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
