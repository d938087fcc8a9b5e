/**
 * The body of a request: whole, with a limit, or as a stream.
 *
 * B1 A body beyond its limit, also after decompression, is refused without being read to its end. B2 A sender that stalls is cut off.
 * B3 `100 Continue` is sent only when the body is wanted.
 */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { ApiError, type ByteStream } from './operation.ts';
import { serializationError } from './serialization-error.ts';

export interface BodyOptions {
  readonly maxBytes: number;
  /** Longest wait for the next bytes. */
  readonly idleTimeoutMs: number;
  /** Called once before the first byte is read. */
  readonly beforeRead?: () => void;
}

const EMPTY = Buffer.alloc(0);

export class RequestBody {
  readonly #request: IncomingMessage;
  readonly #options: BodyOptions;

  constructor(request: IncomingMessage, options: BodyOptions) {
    this.#request = request;
    this.#options = options;
  }

  /** What the client announced, if it did. */
  get announcedLength(): number | undefined {
    const header = this.#request.headers['content-length'];
    return header === undefined ? undefined : Number(header);
  }

  /** @throws {ApiError} if it is too large, too slow, or not what its encoding says. */
  async bytes(): Promise<Buffer> {
    const { headers } = this.#request;
    if (headers['content-length'] === '0' || (!headers['content-length'] && !headers['transfer-encoding']))
      return EMPTY;
    if ((this.announcedLength ?? 0) > this.#options.maxBytes) throw tooLarge(this.#options.maxBytes);
    this.#options.beforeRead?.();
    const raw = await collect(this.#request, this.#options);
    return headers['content-encoding'] === 'gzip' ? gunzip(raw, this.#options.maxBytes) : raw;
  }

  /** Unlimited: who reads it decides where the bytes go. */
  stream(): ByteStream {
    return readWithTimeout(this.#request, this.#options);
  }
}

export function tooLarge(maxBytes: number): ApiError {
  return new ApiError('RequestEntityTooLarge', `The request body exceeds the limit of ${maxBytes} bytes`, {
    status: 413,
  });
}

const stalled = () =>
  new ApiError(
    'RequestTimeout',
    'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
    { status: 400 },
  );

/** A request that the client itself gave up: there is nobody to answer. */
export class ClientGone extends Error {
  constructor() {
    super('The client closed the connection before its request was complete');
  }
}

/** By hand instead of `for await`: most bodies are one chunk, and an async iterator costs more than the rest of the request. */
function collect(request: IncomingMessage, { maxBytes, idleTimeoutMs }: BodyOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let timer: NodeJS.Timeout | undefined;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      request.removeListener('data', onData).removeListener('end', onEnd).removeListener('close', onClose);
      settle();
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        request.pause();
        finish(() => reject(tooLarge(maxBytes)));
        return;
      }
      chunks.push(chunk);
      timer?.refresh();
    };
    const onEnd = () => finish(() => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    const onClose = () => finish(() => reject(new ClientGone()));
    const onIdle = () => finish(() => reject(stalled()));
    request.on('data', onData).once('end', onEnd).once('close', onClose);
    request.once('error', onClose);
    // Most bodies are there already; only the others need a timer.
    setImmediate(() => {
      if (!request.readableEnded && request.listenerCount('data') > 0) timer = setTimeout(onIdle, idleTimeoutMs);
    });
  });
}

async function* readWithTimeout(request: IncomingMessage, { idleTimeoutMs, beforeRead }: BodyOptions): ByteStream {
  beforeRead?.();
  const timer = setTimeout(() => request.destroy(stalled()), idleTimeoutMs);
  try {
    // Whoever stops reading early still wants to answer: the socket stays.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      timer.refresh();
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ClientGone();
  } finally {
    clearTimeout(timer);
  }
}

function gunzip(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const unzip = createGunzip();
    unzip.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) unzip.destroy(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    unzip.once('end', () => resolve(Buffer.concat(chunks)));
    unzip.once('error', (error) => reject(error instanceof ApiError ? error : serializationError()));
    unzip.end(bytes);
  });
}
