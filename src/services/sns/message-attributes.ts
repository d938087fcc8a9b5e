/** Attributes of messages that are published: which are allowed, and what of them is stored. */
import type { MessageAttribute } from '../sqs/message-attributes.ts';
import type { StoredAttribute } from '../sqs/message-record.ts';
import { invalidValue } from './sns-errors.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** @throws {ApiError} in AWS's words. */
export function storedAttributes(
  attributes: MessageAttributes | undefined,
): Readonly<Record<string, StoredAttribute>> | undefined {
  const entries = Object.entries(attributes ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, attribute]) => [name, stored(name, attribute)]));
}

function stored(
  name: string,
  { DataType: type, StringValue: text, BinaryValue: bytes }: MessageAttribute,
): StoredAttribute {
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name) || /^\.|\.\.|\.$/.test(name)) {
    throw invalidValue(`Invalid message attribute name '${name}'`);
  }
  if (type === '') throw invalidValue(`The message attribute '${name}' must contain non-empty message attribute type.`);
  const kind = type.split('.', 1)[0] as string;
  if (!['String', 'Number', 'Binary'].includes(kind)) {
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const isBinary = kind === 'Binary';
  if (isBinary ? bytes === undefined || bytes.length === 0 : text === undefined || text === '') {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
  if (isBinary) return { type, binary: Buffer.from(bytes as Uint8Array).toString('base64') };
  if (kind === 'Number' && (text!.trim() === '' || !Number.isFinite(Number(text)))) {
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
  }
  if (type === 'String.Array' && !isList(text!)) {
    throw invalidValue(
      `The message attribute '${name}' must contain a JSON array for message attribute type 'String.Array'.`,
    );
  }
  return { type, text: text! };
}

function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
