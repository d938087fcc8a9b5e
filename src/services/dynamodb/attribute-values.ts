/**
 * Values between the gateway, where bytes are buffers, and the tables, where they are base64 text.
 *
 * V1 What comes in is copied: dynalite changes its input. V2 Outputs are converted where their shape has attribute values, nowhere else.
 */
import { validationError } from './dynamodb-errors.ts';
import { TOO_DEEP } from './further-checks.ts';
import type { AttributeValue } from './table-record.ts';

/** Of a request: 32 levels of lists and maps in an item of a batch. */
const MAX_DEPTH = 72;

/** @throws `ValidationException` for what is too deep, and for a name that JavaScript keeps for itself. */
export function toStored(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw validationError(TOO_DEEP);
  if (Array.isArray(value)) return value.map((item) => toStored(item, depth + 1));
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  }
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    if (name === '__proto__') throw validationError('The name __proto__ is not supported by Stepwell');
    copy[name] = toStored((value as Record<string, unknown>)[name], depth + 1);
  }
  return copy;
}

export function fromStored(value: AttributeValue): AttributeValue {
  for (const type in value) {
    const content = value[type];
    switch (type) {
      case 'B':
        return { B: Buffer.from(content as string, 'base64') };
      case 'BS':
        return { BS: (content as string[]).map((text) => Buffer.from(text, 'base64')) };
      case 'L':
        return { L: (content as AttributeValue[]).map(fromStored) };
      case 'M':
        return { M: itemFromStored(content as Record<string, AttributeValue>) };
    }
  }
  return value;
}

export function itemFromStored(item: Readonly<Record<string, AttributeValue>>): Record<string, AttributeValue> {
  const result: Record<string, AttributeValue> = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) result[name] = fromStored(value);
  }
  return result;
}

const ITEMS = new Set(['Item', 'Attributes', 'LastEvaluatedKey']);

/** An output of an operation on items as the gateway wants it. */
export function outputFromStored(output: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const name in output) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    if (ITEMS.has(name)) result[name] = itemFromStored(value as Record<string, AttributeValue>);
    else if (name === 'Items') result[name] = (value as Record<string, AttributeValue>[]).map(itemFromStored);
    else result[name] = value;
  }
  return result;
}
