/** Unpacks a file that was packed as a whole, by gzip or Zstandard; anything else passes as it is. Its first bytes tell, not its name. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { itemReaderFailed, MapRunFailure } from './map-run-failure.ts';

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const LONGEST_MARK = 4;

export async function* unpacked(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  const { first, isDone } = await beginning(source);
  const all = chain(first, source, isDone);
  if (beginsWith(first, GZIP)) yield* failingAsReader('gzip', gunzip(all));
  else if (beginsWith(first, ZSTD)) yield* failingAsReader('Zstandard', unzstd(all));
  else yield* all;
}

/** As many bytes as tell what the file is, however it was cut. */
async function beginning(source: AsyncIterator<Uint8Array>): Promise<{ first: Uint8Array; isDone: boolean }> {
  let first: Uint8Array = new Uint8Array();
  while (first.length < LONGEST_MARK) {
    const next = await source.next();
    if (next.done) return { first, isDone: true };
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return { first, isDone: false };
}

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return bytes.length >= mark.length && mark.every((byte, at) => bytes[at] === byte);
}

async function* chain(first: Uint8Array, rest: AsyncIterator<Uint8Array>, isDone: boolean): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    if (isDone) return;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    // Who stops reading before the end lets go of the object.
    await rest.return?.();
  }
}

async function* gunzip(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(body);
  const unzipping = createGunzip();
  source.on('error', (error) => unzipping.destroy(error));
  for await (const chunk of source.pipe(unzipping)) yield chunk as Uint8Array;
}

/** Loaded when the first such file comes: few are. */
async function* unzstd(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  let unpackedChunks: Uint8Array[] = [];
  const unzipping = new Decompress((chunk) => {
    if (chunk.length > 0) unpackedChunks.push(chunk);
  });
  for await (const chunk of body) {
    unzipping.push(chunk);
    const ready = unpackedChunks;
    unpackedChunks = [];
    yield* ready;
  }
  unzipping.push(new Uint8Array(), true);
  yield* unpackedChunks;
}

async function* failingAsReader(kind: string, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof MapRunFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw itemReaderFailed(`The file is packed by ${kind} and cannot be unpacked: ${reason}`);
  }
}
