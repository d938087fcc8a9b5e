/** Payloads on their way to and from services: JSON values here, text or bytes there. */

import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';

/** A text that already is JSON goes as it is, any other value as its JSON; nothing counts as an empty object. */
export function payloadText(value: Json | undefined): string {
  if (value === undefined || value === null) return '{}';
  if (typeof value === 'string' && isJson(value)) return value;
  return stringifyJson(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function parseJson(text: string): Json | undefined {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

/** A blob of an answer as bytes, whether it came whole or as a stream. */
export async function readBlob(value: unknown): Promise<Buffer> {
  if (value === undefined || value === null) return Buffer.alloc(0);
  if (typeof value === 'string') return Buffer.from(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const chunks: Uint8Array[] = [];
  for await (const chunk of value as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function asObject(value: Json | undefined): { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value)
    ? (value as { readonly [name: string]: Json })
    : {};
}
