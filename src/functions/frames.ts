/**
 * The protocol between the server and the bootstraps of Node and Python handlers, over two pipes.
 *
 * Requests: u32 length of the metadata, u32 length of the payload, metadata (JSON), payload. Frames back: one byte of type, u32 length, bytes.
 * P1 A peer that breaks the protocol is reported once and then read no further: it never costs more memory than one allowed frame.
 */
export type FrameType = 'ready' | 'initFailed' | 'result' | 'error' | 'output' | 'message';

const TYPES: Readonly<Record<number, FrameType>> = {
  73: 'ready',
  70: 'initFailed',
  82: 'result',
  69: 'error',
  76: 'output',
  77: 'message',
};

const HEAD_BYTES = 5;

/** Above the response limit, because error objects and log lines may be as long as a whole response. */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024;

export function encodeRequest(meta: string, payload: string | Uint8Array): Buffer {
  const metaBytes = Buffer.byteLength(meta);
  const isText = typeof payload === 'string';
  const payloadBytes = isText ? Buffer.byteLength(payload) : payload.length;
  const frame = Buffer.allocUnsafe(8 + metaBytes + payloadBytes);
  frame.writeUInt32BE(metaBytes, 0);
  frame.writeUInt32BE(payloadBytes, 4);
  frame.write(meta, 8);
  if (isText) frame.write(payload, 8 + metaBytes);
  else frame.set(payload, 8 + metaBytes);
  return frame;
}

/** Cuts a byte stream into frames; `push` returns false once the stream has broken the protocol. */
export class FrameReader {
  readonly #onFrame: (type: FrameType, content: Buffer) => void;
  #chunks: Buffer[] = [];
  #size = 0;
  #needed = HEAD_BYTES;
  #isBroken = false;

  constructor(onFrame: (type: FrameType, content: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): boolean {
    if (this.#isBroken) return false;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return true;
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (;;) {
      const length = rest.length < HEAD_BYTES ? 0 : rest.readUInt32BE(1);
      this.#needed = HEAD_BYTES + length;
      if (rest.length < this.#needed) break;
      const type = TYPES[rest[0]!];
      if (type === undefined || length > MAX_FRAME_BYTES) return this.#break();
      const content = rest.subarray(HEAD_BYTES, this.#needed);
      rest = rest.subarray(this.#needed);
      this.#onFrame(type, content);
    }
    if (this.#needed > HEAD_BYTES + MAX_FRAME_BYTES) return this.#break();
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
    return true;
  }

  #break(): false {
    this.#isBroken = true;
    this.#chunks = [];
    return false;
  }
}
