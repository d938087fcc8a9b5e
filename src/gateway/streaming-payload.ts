/**
 * Opens the body of a request the way its operation takes it: whole or as a stream, out of its `aws-chunked` frame, compared with its signature.
 */
import { createHash } from 'node:crypto';
import { type AuthenticatedSigner, requireSignedBody } from './authenticate.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import type { Exchange } from './aws-handler.ts';
import { ApiError, type ByteStream } from './operation.ts';
import { tooLarge } from './request-body.ts';
import type { BoundOperation } from './service-binding.ts';
import { chunkVerifier } from './sigv4.ts';

export interface OpenedPayload {
  /** Without what only framed the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes?: Buffer;
  readonly stream?: ByteStream;
}

export interface PayloadOptions {
  /** A form that was read to find its operation. */
  readonly formBytes?: Buffer;
  readonly secret?: AuthenticatedSigner;
  readonly trailers: Record<string, string>;
  readonly maxBytes: number;
}

const CHUNKED_MARK = 'STREAMING-';

export async function openPayload(
  exchange: Exchange,
  bound: BoundOperation,
  options: PayloadOptions,
): Promise<OpenedPayload> {
  const { headers, body } = exchange;
  const mark = headers['x-amz-content-sha256'];
  if (mark?.startsWith(CHUNKED_MARK)) {
    const stream = unchunk(exchange, mark, options);
    const plain = withoutFrame(headers);
    return bound.codec.takesStream
      ? { headers: plain, stream }
      : { headers: plain, bytes: await collect(stream, options.maxBytes) };
  }
  if (bound.codec.takesStream) {
    const stream = body.stream();
    return { headers, stream: options.secret ? verified(stream, options.secret) : stream };
  }
  const bytes = options.formBytes ?? (await body.bytes());
  if (options.secret) requireSignedBody(options.secret, sha256(bytes));
  return { headers, bytes };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function unchunk({ headers, body }: Exchange, mark: string, { secret, trailers }: PayloadOptions): ByteStream {
  const isSigned = mark.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD');
  if (!isSigned && mark !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    throw new ApiError('InvalidRequest', `The value of x-amz-content-sha256 header is invalid: ${mark.slice(0, 100)}`);
  }
  const length = headers['x-amz-decoded-content-length'];
  if (length !== undefined && !/^\d{1,15}$/.test(length)) {
    throw new ApiError('InvalidArgument', 'x-amz-decoded-content-length must be a number');
  }
  return decodeAwsChunked(body.stream(), {
    decodedLength: length === undefined ? undefined : Number(length),
    announcedTrailers: headers['x-amz-trailer']?.split(',').map((name) => name.trim().toLowerCase()),
    verifyChunk: secret && isSigned ? chunkVerifier(secret.secret, secret.signature) : undefined,
    onTrailers: (sent) => void Object.assign(trailers, sent),
  });
}

/** `aws-chunked` is not part of an object's encoding, and the length that counts is the object's. */
function withoutFrame(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { 'content-encoding': encoding, 'x-amz-decoded-content-length': length, ...rest } = headers;
  const encodings = (encoding ?? '').split(',').map((name) => name.trim());
  const left = encodings.filter((name) => name !== '' && name !== 'aws-chunked').join(',');
  return {
    ...rest,
    ...(left === '' ? {} : { 'content-encoding': left }),
    ...(length === undefined ? {} : { 'content-length': length }),
  };
}

async function collect(stream: ByteStream, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Fails at the end of a stream whose bytes were not the signed ones: whoever reads must discard them. */
async function* verified(stream: ByteStream, signer: AuthenticatedSigner): ByteStream {
  const hash = createHash('sha256');
  for await (const chunk of stream) {
    hash.update(chunk);
    yield chunk;
  }
  requireSignedBody(signer, hash.digest('hex'));
}
