/**
 * The body of a REST request or answer: a document of the members that travel nowhere else, or one member that is the whole body
 * (bytes, text, a structure, a stream, a stream of events).
 */
import { encodeEventStream } from './event-stream.ts';
import { blobBytes } from './json-codec.ts';
import type { ByteStream } from './operation.ts';
import type { WireRequest } from './protocol.ts';
import type { Member, OperationModel, Shape } from './service-model.ts';

/** JSON or XML. */
export interface BodyFormat {
  readonly contentType: string;
  readonly eventFormat: 'json' | 'xml';
  decoder(shape: Shape): (body: Buffer) => unknown;
  documentEncoder(operation: OperationModel): (output: Readonly<Record<string, unknown>>) => string;
  payloadEncoder(member: Member): (value: unknown) => string;
}

export interface EncodedBody {
  readonly body: string | Uint8Array | ByteStream | undefined;
  readonly contentType?: string;
}

export interface PayloadCodec {
  readonly takesStream: boolean;
  decode(request: WireRequest): Record<string, unknown>;
  encode(output: Readonly<Record<string, unknown>>): EncodedBody;
}

export function payloadCodec(operation: OperationModel, format: BodyFormat): PayloadCodec {
  const member = payloadMember(operation.input);
  return {
    takesStream: member?.streaming ?? false,
    decode: member ? memberDecoder(member, format) : documentDecoder(operation, format),
    encode: bodyEncoder(operation, format),
  };
}

function payloadMember(shape: Shape | undefined): Member | undefined {
  return shape?.payload === undefined ? undefined : shape.memberByName.get(shape.payload);
}

type DecodeBody = (request: WireRequest) => Record<string, unknown>;

function documentDecoder(operation: OperationModel, format: BodyFormat): DecodeBody {
  const { input } = operation;
  if (!input?.members.some((member) => member.location === 'body')) return () => ({});
  const decode = format.decoder(input);
  return ({ body }) => (body.length === 0 ? {} : (decode(body) as Record<string, unknown>));
}

function memberDecoder(member: Member, format: BodyFormat): DecodeBody {
  const { name, shape } = member;
  if (member.streaming) return ({ stream }) => ({ [name]: stream });
  if (shape.type === 'blob') return ({ body }) => (body.length === 0 ? {} : { [name]: body });
  if (shape.type === 'string') return ({ body }) => (body.length === 0 ? {} : { [name]: body.toString('utf8') });
  const decode = format.decoder(shape);
  return ({ body }) => (body.length === 0 ? {} : { [name]: decode(body) });
}

function bodyEncoder(
  operation: OperationModel,
  format: BodyFormat,
): (output: Readonly<Record<string, unknown>>) => EncodedBody {
  const member = payloadMember(operation.output);
  if (!member) {
    const encode = format.documentEncoder(operation);
    return (output) => {
      const body = encode(output);
      return body === '' ? { body: undefined } : { body, contentType: format.contentType };
    };
  }
  const { name, shape } = member;
  if (shape.eventStream) {
    return (output) => ({
      body: encodeEventStream(shape, output[name] as AsyncIterable<Record<string, unknown>>, format.eventFormat),
      contentType: 'application/vnd.amazon.eventstream',
    });
  }
  if (shape.type === 'blob')
    return (output) => ({ body: toBody(output[name]), contentType: 'application/octet-stream' });
  if (shape.type === 'string') {
    return (output) => ({
      body: output[name] === undefined ? undefined : String(output[name]),
      contentType: 'text/plain',
    });
  }
  const encode = format.payloadEncoder(member);
  return (output) =>
    output[name] == null ? { body: undefined } : { body: encode(output[name]), contentType: format.contentType };
}

/** A stream stays one; bytes and text are sent as they are. */
function toBody(value: unknown): EncodedBody['body'] {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'object' && Symbol.asyncIterator in value ? (value as ByteStream) : blobBytes(value);
}
