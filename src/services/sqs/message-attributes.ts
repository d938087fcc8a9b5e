/**
 * Attributes of messages: which are allowed, what of them is stored, which a receiver asked for, and the digest by which clients check them.
 * The digest's format: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
import { createHash } from 'node:crypto';
import type { StoredAttribute } from './message-record.ts';
import { invalidParameter } from './sqs-errors.ts';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
  readonly StringListValues?: readonly string[];
  readonly BinaryListValues?: readonly Uint8Array[];
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;
export type StoredAttributes = Readonly<Record<string, StoredAttribute>>;

const MAX_ATTRIBUTES = 10;

/** @throws {ApiError} in AWS's words. */
export function storedAttributes(attributes: MessageAttributes | undefined): StoredAttributes | undefined {
  const entries = Object.entries(attributes ?? {});
  if (entries.length === 0) return undefined;
  if (entries.length > MAX_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  return Object.fromEntries(entries.map(([name, attribute]) => [name, stored(name, attribute)]));
}

function stored(
  name: string,
  { DataType: type, StringValue, BinaryValue, ...lists }: MessageAttribute,
): StoredAttribute {
  checkName(name);
  if (type === '')
    throw invalidParameter(`The message attribute '${name}' must contain non-empty message attribute type.`);
  const kind = type.split('.', 1)[0] as string;
  if (!['String', 'Number', 'Binary'].includes(kind) || type.length > 256) {
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  if (lists.StringListValues?.length || lists.BinaryListValues?.length) {
    throw invalidParameter('Message attribute list values in SendMessage operation are not supported.');
  }
  const empty = (): Error =>
    invalidParameter(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${kind}'.`,
    );
  if (kind === 'Binary') {
    if (BinaryValue === undefined || BinaryValue.length === 0) throw empty();
    return { type, binary: Buffer.from(BinaryValue).toString('base64') };
  }
  if (StringValue === undefined || StringValue === '') throw empty();
  if (kind === 'Number' && !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(StringValue)) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return { type, text: StringValue };
}

function checkName(name: string): void {
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name) || /^\.|\.\.|\.$/.test(name) || /^(aws|amazon)\./i.test(name)) {
    throw invalidParameter(
      `The message attribute name '${name}' is invalid: it may have up to 256 letters, digits, underscores, hyphens and single periods, and no reserved prefix.`,
    );
  }
}

export function wireAttributes(attributes: StoredAttributes): Record<string, MessageAttribute> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, text, binary }]) => [
      name,
      {
        DataType: type,
        ...(text === undefined ? {} : { StringValue: text }),
        ...(binary === undefined ? {} : { BinaryValue: Buffer.from(binary, 'base64') }),
      },
    ]),
  );
}

/** `All` or `.*`: every one; `prefix.*` or `prefix*`: those that start so; else by name. */
export function chosenAttributes(
  attributes: StoredAttributes | undefined,
  names: readonly string[] = [],
): StoredAttributes | undefined {
  if (!attributes || names.length === 0) return undefined;
  const wanted = (name: string): boolean =>
    names.some((pattern) =>
      pattern === 'All' || pattern === '.*'
        ? true
        : pattern.endsWith('.*')
          ? name.startsWith(pattern.slice(0, -1)) || name === pattern.slice(0, -2)
          : pattern.endsWith('*')
            ? name.startsWith(pattern.slice(0, -1))
            : name === pattern,
    );
  const chosen = Object.entries(attributes).filter(([name]) => wanted(name));
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}

export function attributesSize(attributes: StoredAttributes | undefined): number {
  let bytes = 0;
  for (const [name, { type, text, binary }] of Object.entries(attributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(type);
    bytes += text === undefined ? Buffer.byteLength(binary as string, 'base64') : Buffer.byteLength(text);
  }
  return bytes;
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Names in order; each with its type and its value, all with their lengths. */
export function attributesMd5(attributes: StoredAttributes | undefined): string | undefined {
  if (!attributes) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { type, text, binary } = attributes[name]!;
    add(Buffer.from(name));
    add(Buffer.from(type));
    hash.update(text === undefined ? BINARY : TEXT);
    add(text === undefined ? Buffer.from(binary as string, 'base64') : Buffer.from(text));
  }
  return hash.digest('hex');
}

const TEXT = Uint8Array.of(1);
const BINARY = Uint8Array.of(2);
