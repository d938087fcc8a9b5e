/**
 * What the four wire protocols have in common. A codec is made once per operation and protocol.
 *
 * P1 A codec never fails on what an operation may answer; it fails with an `ApiError` on what a client may send.
 */
import type { ApiError, ByteStream } from './operation.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

export interface WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** Of the URI template, decoded. */
  readonly labels: Readonly<Record<string, string>>;
  /** Without its question mark, as sent. */
  readonly rawQuery: string;
  /** Empty if the operation takes a stream. */
  readonly body: Buffer;
  readonly stream?: ByteStream;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | ByteStream | undefined;
}

export interface Codec {
  /** Whether the input has a streaming body. */
  readonly takesStream: boolean;
  /** @throws {ApiError} */
  decode(request: WireRequest): Record<string, unknown>;
  encode(output: unknown, requestId: string): WireResponse;
}

export interface Protocol {
  codec(model: ServiceModel, operation: OperationModel): Codec;
  /** `operation` is unknown when none was found. */
  encodeError(model: ServiceModel, error: ApiError, requestId: string): WireResponse;
}

export type ProtocolName = 'json' | 'query' | 'rest-json' | 'rest-xml';

/** The name and status under which the wire carries an error. Operations may use the shape's name or the code. */
export function errorIdentity(model: ServiceModel, error: ApiError) {
  const shape = model.errors.get(error.code);
  return {
    shape,
    name: shape?.name ?? error.code,
    code: shape?.errorCode ?? error.code,
    // 400 is what an operation says by saying nothing.
    status: error.status === 400 ? (shape?.errorStatus ?? 400) : error.status,
  };
}

/** The members of an error beside its message, and the name under which the shape wants the message. */
export function errorMessageName(shape: { readonly memberByName: ReadonlyMap<string, unknown> } | undefined): string {
  if (shape?.memberByName.has('message')) return 'message';
  return shape?.memberByName.has('Message') ? 'Message' : 'message';
}
