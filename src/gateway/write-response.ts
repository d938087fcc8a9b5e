/**
 * Sends an answer: whole with its length, or as a stream at the pace of the reader.
 *
 * W1 A stream that fails midway ends the connection: half an object must not look like a whole one. W2 A reader that leaves ends the stream's source.
 * W3 The rest of a body that nobody wanted is taken in only so far.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayLogger } from './gateway-logger.ts';
import type { WireResponse } from './protocol.ts';

export async function writeResponse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: WireResponse,
  logger: GatewayLogger,
): Promise<void> {
  const { status, headers, body } = answer;
  const isUnread = !request.complete;
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    const isBodiless = request.method === 'HEAD' || status === 204 || status === 304;
    if (!isBodiless) headers['content-length'] = String(body === undefined ? 0 : Buffer.byteLength(body));
    response.writeHead(status, headers);
    response.end(isBodiless ? undefined : body);
  } else {
    response.writeHead(status, headers);
    await pump(response, body, request.method === 'HEAD', logger);
  }
  if (isUnread) discardRest(request);
}

async function pump(
  response: ServerResponse,
  source: AsyncIterable<Uint8Array | string>,
  isHead: boolean,
  logger: GatewayLogger,
): Promise<void> {
  const iterator = source[Symbol.asyncIterator]();
  const leave = () => void Promise.resolve(iterator.return?.()).catch(() => {});
  if (isHead) {
    leave();
    response.end();
    return;
  }
  response.once('close', leave);
  response.flushHeaders();
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      if (response.destroyed) return;
      if (!response.write(next.value)) await drainedOrClosed(response);
    }
    response.end();
  } catch (error) {
    logger.error('An answer broke off', { stack: error instanceof Error ? error.stack : String(error) });
    response.destroy();
  }
}

function drainedOrClosed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.removeListener('drain', settle).removeListener('close', settle);
      resolve();
    };
    response.once('drain', settle).once('close', settle);
    if (response.destroyed) settle();
  });
}

const MAX_DISCARDED = 4 * 1024 * 1024;
const DISCARD_MS = 2_000;

/** A client that is cut off while it sends may never read the answer: take in a little more before the end. */
function discardRest(request: IncomingMessage): void {
  let discarded = 0;
  const timer = setTimeout(() => request.destroy(), DISCARD_MS);
  timer.unref();
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MAX_DISCARDED) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
  request.on('error', () => {});
  request.resume();
}
