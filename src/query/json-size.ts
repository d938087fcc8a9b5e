/**
 * The size of a JSON value in UTF-8 bytes of its compact text, without building the text.
 * Counting stops soon after `stopAt` is passed: the answer is then some number greater than `stopAt`.
 */
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';

export function jsonByteLength(value: Json, stopAt: number = Number.POSITIVE_INFINITY): number {
  let bytes = 0;
  const pending: Json[] = [value];
  while (pending.length > 0 && bytes <= stopAt) {
    const next = pending.pop()!;
    switch (typeof next) {
      case 'string':
        bytes += stringBytes(next);
        break;
      case 'number':
        bytes += Number.isFinite(next) ? String(next).length : 4;
        break;
      case 'boolean':
        bytes += next ? 4 : 5;
        break;
      default:
        bytes += pushParts(next, pending);
    }
  }
  return bytes;
}

/** Counts brackets, commas, names and colons; what the brackets hold waits in `pending`. */
function pushParts(value: Json, pending: Json[]): number {
  if (value === null) return 4;
  if (isExactNumber(value)) return String(value).length;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) pending.push(item);
    return 2 + Math.max(0, value.length - 1);
  }
  let bytes = 1;
  for (const [name, member] of Object.entries(value)) {
    bytes += stringBytes(name) + 2;
    pending.push(member);
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
