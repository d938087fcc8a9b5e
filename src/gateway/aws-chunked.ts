/**
 * Takes apart `aws-chunked` bodies: `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`, the same with `-TRAILER`, and `STREAMING-UNSIGNED-PAYLOAD-TRAILER`.
 *
 * A1 Bytes pass through as they come; no chunk is held whole unless its signature is checked. A2 A body that ends early, is framed wrongly, or does not have the
 * announced length or checksum, fails at that point: whoever reads must discard what was read. A3 Lines and trailers are bounded.
 */
import { type Checksum, createChecksum } from './checksums.ts';
import { ApiError, type ByteStream } from './operation.ts';

export interface AwsChunkedOptions {
  /** `x-amz-decoded-content-length`. */
  readonly decodedLength?: number;
  /** `x-amz-trailer`: names of the trailers that the client announced, lower-case. */
  readonly announcedTrailers?: readonly string[];
  /** Checks a chunk's signature; chunks are then held whole. `undefined` data means the trailers' signature. */
  readonly verifyChunk?: (signature: string | undefined, data: Uint8Array) => boolean;
  /** Receives the trailers once the body has ended. */
  readonly onTrailers?: (trailers: Readonly<Record<string, string>>) => void;
}

const MAX_LINE = 8 * 1024;
const MAX_TRAILERS = 32;
/** A signed chunk is held in memory to check it. Clients send 64 KiB to 1 MiB. */
const MAX_SIGNED_CHUNK = 16 * 1024 * 1024;

const incomplete = () =>
  new ApiError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');
const malformed = (detail: string) => new ApiError('InvalidRequest', `The aws-chunked body is malformed: ${detail}`);

export async function* decodeAwsChunked(source: ByteStream, options: AwsChunkedOptions = {}): ByteStream {
  const reader = new ByteReader(source);
  const checksum = announcedChecksum(options.announcedTrailers ?? []);
  let total = 0;
  try {
    for (;;) {
      const { size, signature } = parseChunkHeader(await reader.line());
      total += size;
      if (options.decodedLength !== undefined && total > options.decodedLength) throw incomplete();
      const pieces = options.verifyChunk ? [await wholeChunk(reader, size)] : reader.take(size);
      for await (const piece of pieces) {
        options.verifyChunk && requireSignature(options.verifyChunk(signature, piece));
        checksum?.sum.update(piece);
        if (piece.length > 0) yield piece;
      }
      if (size === 0) break;
      if ((await reader.line()) !== '') throw malformed('a chunk is longer than its header says');
    }
    if (options.decodedLength !== undefined && total !== options.decodedLength) throw incomplete();
    const trailers = await readTrailers(reader);
    if (checksum) verifyTrailer(checksum, trailers);
    options.onTrailers?.(trailers);
  } finally {
    await reader.close();
  }
}

function requireSignature(isRight: boolean): void {
  if (isRight) return;
  throw new ApiError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    { status: 403 },
  );
}

async function wholeChunk(reader: ByteReader, size: number): Promise<Uint8Array> {
  if (size > MAX_SIGNED_CHUNK) throw malformed(`a signed chunk of ${size} bytes is too large`);
  const pieces: Uint8Array[] = [];
  for await (const piece of reader.take(size)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function parseChunkHeader(line: string): { size: number; signature?: string } {
  const [head = '', ...extensions] = line.split(';');
  if (!/^[0-9a-fA-F]{1,13}$/.test(head.trim())) throw malformed('a chunk begins without its size');
  const signature = extensions.find((extension) => extension.trim().startsWith('chunk-signature='));
  return { size: Number.parseInt(head.trim(), 16), signature: signature?.trim().slice('chunk-signature='.length) };
}

interface AnnouncedChecksum {
  readonly name: string;
  readonly algorithm: string;
  readonly sum: Checksum;
}

function announcedChecksum(names: readonly string[]): AnnouncedChecksum | undefined {
  for (const name of names) {
    const algorithm = /^x-amz-checksum-(\w+)$/.exec(name)?.[1];
    const sum = algorithm && createChecksum(algorithm);
    if (sum) return { name, algorithm, sum };
  }
  return undefined;
}

async function readTrailers(reader: ByteReader): Promise<Record<string, string>> {
  const trailers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let count = 0; ; count++) {
    const line = await reader.lineOrEnd();
    if (line === undefined || line === '') return trailers;
    if (count >= MAX_TRAILERS) throw malformed('there are too many trailers');
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed('a trailer has no name');
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}

function verifyTrailer(checksum: AnnouncedChecksum, trailers: Readonly<Record<string, string>>): void {
  const sent = trailers[checksum.name];
  if (sent === undefined) {
    throw new ApiError(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  }
  if (sent !== checksum.sum.digest()) {
    throw new ApiError(
      'BadDigest',
      `The ${checksum.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
}

/** Reads lines and counted bytes off a byte stream. */
class ByteReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(source: ByteStream) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  async #fill(): Promise<boolean> {
    if (this.#ended) return false;
    const next = await this.#iterator.next();
    if (next.done) {
      this.#ended = true;
      return false;
    }
    const chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    return true;
  }

  /** Without its line end. */
  async line(): Promise<string> {
    const line = await this.lineOrEnd();
    if (line === undefined) throw incomplete();
    return line;
  }

  /** `undefined` at the end of the body. */
  async lineOrEnd(): Promise<string | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf(0x0a);
      if (end >= 0) {
        const line = this.#buffer.toString('latin1', 0, end);
        this.#buffer = this.#buffer.subarray(end + 1);
        return line.endsWith('\r') ? line.slice(0, -1) : line;
      }
      if (this.#buffer.length > MAX_LINE) throw malformed('a line is too long');
      if (!(await this.#fill())) {
        if (this.#buffer.length > 0) throw incomplete();
        return undefined;
      }
    }
  }

  async *take(size: number): AsyncGenerator<Uint8Array> {
    let left = size;
    while (left > 0) {
      if (this.#buffer.length === 0 && !(await this.#fill())) throw incomplete();
      const piece = this.#buffer.subarray(0, left);
      this.#buffer = this.#buffer.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
    if (size === 0) yield Buffer.alloc(0);
  }

  async close(): Promise<void> {
    if (!this.#ended) await this.#iterator.return?.();
  }
}
