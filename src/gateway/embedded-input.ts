/** Parameters of a workflow's call as the operation of the service wants them; a value of a wrong type is AWS's `SerializationException`. */
import { createHash } from 'node:crypto';
import { jsonDecoder, setOwn } from './json-codec.ts';
import type { ByteStream } from './operation.ts';
import { guardDepth, serializationError } from './serialization-error.ts';
import type { Member, OperationModel, Shape } from './service-model.ts';

export function coerceInput(
  operation: OperationModel,
  params: Readonly<Record<string, unknown>>,
  idempotencyKey: string | undefined,
): Record<string, unknown> {
  const { input } = operation;
  if (!input) return {};
  return guardDepth(() => {
    const result = coerceStructure(input, params);
    // After a crash an attempt is made again under the same key: services that know tokens then know it for the same.
    for (const member of input.members) {
      if (member.idempotencyToken && idempotencyKey !== undefined) result[member.name] ??= tokenOf(idempotencyKey);
    }
    return result;
  });
}

/** In the form of a UUID, as clients make them: services limit the length of a token. */
function tokenOf(idempotencyKey: string): string {
  const hex = createHash('sha256').update(idempotencyKey).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function coerceStructure(shape: Shape, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw serializationError('Expected null');
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const member of shape.members) {
    const item = ownValue(source, member.name);
    if (item !== undefined && item !== null) result[member.name] = coerceMember(member, item);
  }
  return result;
}

/** Workflows write `StateMachineArn` where the wire has `stateMachineArn`. */
function ownValue(source: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(source, name)) return source[name];
  const first = name.charAt(0);
  const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  const variant = other + name.slice(1);
  return Object.hasOwn(source, variant) ? source[variant] : undefined;
}

function coerceMember(member: Member, value: unknown): unknown {
  return member.streaming ? toStream(value) : coerce(member.shape, value);
}

function coerce(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'structure':
      return coerceStructure(shape, value);
    case 'list': {
      if (!Array.isArray(value)) return jsonDecoder(shape, 'member')(value);
      const element = (shape.element as Member).shape;
      return value.filter((item) => item !== null && item !== undefined).map((item) => coerce(element, item));
    }
    case 'map': {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return jsonDecoder(shape, 'member')(value);
      const result: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value)) {
        if (item !== null && item !== undefined) setOwn(result, key, coerce((shape.value as Member).shape, item));
      }
      return result;
    }
    case 'timestamp':
      return value instanceof Date ? value : jsonDecoder(shape, 'member')(value);
    case 'blob':
      return toBytes(value);
    default:
      return jsonDecoder(shape, 'member')(value);
  }
}

/** Text is its UTF-8 bytes; other JSON is its text. */
function toBytes(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8');
}

function toStream(value: unknown): ByteStream {
  if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value) return value as ByteStream;
  return oneChunk(toBytes(value));
}

async function* oneChunk(bytes: Buffer): ByteStream {
  if (bytes.length > 0) yield bytes;
}
