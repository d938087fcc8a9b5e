/**
 * Framing of `application/vnd.amazon.event-stream`: length, headers' length, CRC of both, headers, payload, CRC of all.
 */
import { crc32 } from 'node:zlib';
import { blobBytes, jsonEncoder } from './json-codec.ts';
import type { ByteStream } from './operation.ts';
import type { Member, Shape } from './service-model.ts';
import { encodeXml } from './xml-codec.ts';

/** Header values are texts (type 7) here; answers need no other. */
export function encodeFrame(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
  const total = 12 + head.length + payload.length + 4;
  const frame = Buffer.alloc(total);
  frame.writeUInt32BE(total, 0);
  frame.writeUInt32BE(head.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  head.copy(frame, 12);
  frame.set(payload, 12 + head.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, total - 4)), total - 4);
  return frame;
}

function encodeHeader(name: string, value: string): Buffer {
  const [nameBytes, valueBytes] = [Buffer.from(name, 'utf8'), Buffer.from(value, 'utf8')];
  const header = Buffer.alloc(1 + nameBytes.length + 3 + valueBytes.length);
  header.writeUInt8(nameBytes.length, 0);
  nameBytes.copy(header, 1);
  header.writeUInt8(7, 1 + nameBytes.length);
  header.writeUInt16BE(valueBytes.length, 2 + nameBytes.length);
  valueBytes.copy(header, 4 + nameBytes.length);
  return header;
}

/** Each event is an object with one member: `{ Records: { Payload } }`. A failure in mid-stream becomes an error frame. */
export async function* encodeEventStream(
  shape: Shape,
  events: AsyncIterable<Readonly<Record<string, unknown>>>,
  format: 'json' | 'xml',
): ByteStream {
  try {
    for await (const event of events) {
      const name = Object.keys(event).find((key) => shape.memberByName.has(key));
      if (name === undefined)
        throw new TypeError(`Expected one of ${[...shape.memberByName.keys()]}, got ${Object.keys(event)}`);
      yield encodeEvent(shape.memberByName.get(name) as Member, event[name], format);
    }
  } catch (error) {
    const { code = 'InternalError', message = '' } = error as { code?: string; message?: string };
    yield encodeFrame({ ':message-type': 'error', ':error-code': code, ':error-message': message }, Buffer.alloc(0));
  }
}

function encodeEvent(member: Member, value: unknown, format: 'json' | 'xml'): Buffer {
  const headers: Record<string, string> = { ':message-type': 'event', ':event-type': member.name };
  const source = (value ?? {}) as Record<string, unknown>;
  for (const inner of member.shape.members) {
    if (inner.eventHeader && source[inner.name] != null) headers[inner.name] = String(source[inner.name]);
  }
  const payload = member.shape.members.find((inner) => inner.eventPayload);
  if (payload?.shape.type === 'blob') {
    headers[':content-type'] = 'application/octet-stream';
    return encodeFrame(headers, blobBytes(source[payload.name] ?? ''));
  }
  if (member.shape.members.length === 0) return encodeFrame(headers, Buffer.alloc(0));
  const target = payload ?? member;
  const content = payload ? source[payload.name] : source;
  headers[':content-type'] = format === 'json' ? 'application/json' : 'text/xml';
  const text =
    format === 'json'
      ? JSON.stringify(jsonEncoder(target.shape, 'location')(content))
      : encodeXml(target.locationName ?? target.name, target, content, { millisecondsAlways: true });
  return encodeFrame(headers, Buffer.from(text, 'utf8'));
}
