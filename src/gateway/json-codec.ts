/**
 * JSON bodies to and from what operations see, one decoder and one encoder per shape, made once.
 *
 * J1 Members that the model does not know are ignored, and so is a null, as AWS does. J2 A value of a wrong JSON type is a
 * `SerializationException` in AWS's words. J3 What an operation answers beyond the model does not leave.
 */

import { serializationError } from './serialization-error.ts';
import type { Member, Shape } from './service-model.ts';
import { formatTimestamp, parseTimestamp } from './timestamps.ts';

/** AWS JSON writes member names, REST-JSON writes location names. */
export type Naming = 'member' | 'location';
export type Decoder = (value: unknown) => unknown;
export type Encoder = (value: unknown) => unknown;

const decoders = { member: new WeakMap<Shape, Decoder>(), location: new WeakMap<Shape, Decoder>() };
const encoders = { member: new WeakMap<Shape, Encoder>(), location: new WeakMap<Shape, Encoder>() };

export function jsonDecoder(shape: Shape, naming: Naming): Decoder {
  const known = decoders[naming].get(shape);
  if (known) return known;
  let build: Decoder = (value) => {
    build = makeDecoder(shape, naming);
    return build(value);
  };
  // A cycle gets this forwarder, which finds the finished decoder at its first use.
  decoders[naming].set(shape, (value) => build(value));
  build = makeDecoder(shape, naming);
  decoders[naming].set(shape, build);
  return build;
}

function makeDecoder(shape: Shape, naming: Naming): Decoder {
  switch (shape.type) {
    case 'structure':
      return structureDecoder(shape, naming);
    case 'list':
      return listDecoder(shape, naming);
    case 'map':
      return mapDecoder(shape, naming);
    case 'string':
      return (value) => (typeof value === 'string' ? value : refuseScalar(value, 'a String'));
    case 'integer':
      return (value) => integer(value, 'an Integer', 2 ** 31);
    case 'long':
      return (value) => integer(value, 'a Long', 2 ** 63);
    case 'float':
    case 'double':
      return double;
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : refuseScalar(value, 'a Boolean'));
    case 'timestamp':
      return timestamp;
    case 'blob':
      return blob;
  }
}

export function wireName(member: Member, naming: Naming): string {
  return naming === 'location' ? (member.locationName ?? member.name) : member.name;
}

function structureDecoder(shape: Shape, naming: Naming): Decoder {
  const members = shape.members
    .filter((member) => naming === 'member' || member.location === 'body')
    .map((member) => ({
      name: member.name,
      wire: wireName(member, naming),
      decode: jsonDecoder(member.shape, naming),
    }));
  return (value) => {
    if (typeof value !== 'object' || value === null) throw serializationError('Expected null');
    if (Array.isArray(value)) throw startOfList();
    const wire = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const member of members) {
      if (!Object.hasOwn(wire, member.wire)) continue;
      const item = wire[member.wire];
      if (item !== null && item !== undefined) result[member.name] = member.decode(item);
    }
    return result;
  };
}

function listDecoder(shape: Shape, naming: Naming): Decoder {
  const decode = jsonDecoder((shape.element as Member).shape, naming);
  return (value) => {
    if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => decode(item));
    throw typeof value === 'object' ? startOfMap() : serializationError('Expected list or null');
  };
}

function mapDecoder(shape: Shape, naming: Naming): Decoder {
  const decode = jsonDecoder((shape.value as Member).shape, naming);
  return (value) => {
    if (Array.isArray(value)) throw startOfList();
    if (typeof value !== 'object' || value === null) throw serializationError('Expected map or null');
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) if (item !== null) setOwn(result, key, decode(item));
    return result;
  };
}

/** Sets a key that came from outside, `__proto__` too. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

const startOfList = () => serializationError('Start of list found where not expected');
const startOfMap = () => serializationError('Start of structure or map found where not expected.');

function refuseScalar(value: unknown, target: string): never {
  if (Array.isArray(value)) throw startOfList();
  if (typeof value === 'object') throw startOfMap();
  const found =
    typeof value === 'string'
      ? 'STRING_VALUE'
      : typeof value === 'number'
        ? 'NUMBER_VALUE'
        : value
          ? 'TRUE_VALUE'
          : 'FALSE_VALUE';
  throw serializationError(`${found} can not be converted to ${target}`);
}

/** A fraction is cut off, as AWS does. */
function integer(value: unknown, target: string, bound: number): number {
  if (typeof value !== 'number') return refuseScalar(value, target);
  const whole = Math.trunc(value);
  if (whole >= bound || whole < -bound) throw serializationError();
  return whole === 0 ? 0 : whole;
}

const NAMED_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function double(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && Object.hasOwn(NAMED_NUMBERS, value)) return NAMED_NUMBERS[value] as number;
  return refuseScalar(value, 'a Double');
}

function timestamp(value: unknown): Date {
  if (typeof value !== 'number' && typeof value !== 'string') return refuseScalar(value, 'a Timestamp');
  const date = parseTimestamp(value);
  if (!date)
    throw serializationError(
      `${typeof value === 'string' ? 'STRING' : 'NUMBER'}_VALUE can not be converted to a Timestamp`,
    );
  return date;
}

const BASE_64 = /^[A-Za-z0-9+/]*={0,2}$/;

function blob(value: unknown): Buffer {
  if (typeof value !== 'string') return refuseScalar(value, 'a ByteBuffer');
  const bytes = base64(value);
  if (!bytes) throw serializationError();
  return bytes;
}

/** `undefined` if it is not base64: Node's own decoder skips what it does not understand. */
export function base64(text: string): Buffer | undefined {
  return text.length % 4 === 0 && BASE_64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

export function jsonEncoder(shape: Shape, naming: Naming): Encoder {
  const known = encoders[naming].get(shape);
  if (known) return known;
  let build: Encoder = (value) => value;
  encoders[naming].set(shape, (value) => build(value));
  build = makeEncoder(shape, naming);
  encoders[naming].set(shape, build);
  return build;
}

function makeEncoder(shape: Shape, naming: Naming): Encoder {
  switch (shape.type) {
    case 'structure':
      return structureEncoder(shape, naming);
    case 'list': {
      const encode = memberEncoder(shape.element as Member, naming);
      return (value) => Array.from(value as Iterable<unknown>, (item) => (item == null ? null : encode(item)));
    }
    case 'map': {
      const encode = memberEncoder(shape.value as Member, naming);
      return (value) => {
        const result: Record<string, unknown> = {};
        for (const [key, item] of Object.entries(value as object)) if (item != null) setOwn(result, key, encode(item));
        return result;
      };
    }
    case 'string':
      return String;
    case 'boolean':
      return Boolean;
    case 'integer':
    case 'long':
      return Number;
    case 'float':
    case 'double':
      return (value) => (Number.isFinite(Number(value)) ? Number(value) : String(value));
    case 'timestamp':
      return (value) => formatTimestamp(value, shape.timestampFormat ?? 'unixTimestamp');
    case 'blob':
      return (value) => blobBytes(value).toString('base64');
  }
}

function memberEncoder(member: Member, naming: Naming): Encoder {
  if (member.shape.type === 'timestamp') {
    const format = member.timestampFormat ?? 'unixTimestamp';
    return (value) => formatTimestamp(value, format);
  }
  return jsonEncoder(member.shape, naming);
}

function structureEncoder(shape: Shape, naming: Naming): Encoder {
  const members = shape.members
    .filter((member) => naming === 'member' || member.location === 'body')
    .map((member) => ({
      name: member.name,
      wire: wireName(member, naming),
      encode: memberEncoder(member, naming),
    }));
  return (value) => {
    const source = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const member of members) {
      const item = source[member.name];
      if (item !== undefined && item !== null) result[member.wire] = member.encode(item);
    }
    return result;
  };
}

/** Operations may answer a blob with bytes or with text. */
export function blobBytes(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  throw new TypeError(`Expected bytes or text for a blob, got ${typeof value}`);
}
