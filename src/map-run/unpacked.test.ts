import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { MapRunFailure } from './map-run-failure.ts';
import { unpacked } from './unpacked.ts';

const TEXT = 'id,name\n1,Ada\n2,Grace\n';
/** The text above, as `zstd` packs it. */
const ZSTD = Buffer.from('KLUv/QRYsQAAaWQsbmFtZQoxLEFkYQoyLEdyYWNlCuOr27Y=', 'base64');

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function whole(bytes: Uint8Array, size: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of unpacked(pieces(bytes, size))) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks).toString();
}

test.each<[name: string, bytes: Buffer, text: string]>([
  ['plain', Buffer.from(TEXT), TEXT],
  ['gzip', gzipSync(TEXT), TEXT],
  ['Zstandard', ZSTD, TEXT],
  ['two frames of Zstandard, one after the other', Buffer.concat([ZSTD, ZSTD]), TEXT + TEXT],
  ['nothing', Buffer.alloc(0), ''],
  ['less than a mark', Buffer.from('a'), 'a'],
])('%s comes out as text, wherever it is cut', async (_name, bytes, text) => {
  for (const size of [1, 3, 7, 1_000]) expect(await whole(bytes, size)).toBe(text);
});

test.each<[name: string, bytes: Buffer]>([
  ['gzip that is cut off', gzipSync(TEXT).subarray(0, 15)],
  ['gzip that is broken', Buffer.concat([gzipSync(TEXT).subarray(0, 12), Buffer.from('nonsense')])],
  ['Zstandard that is cut off', ZSTD.subarray(0, 20)],
])('%s fails the reader', async (_name, bytes) => {
  await expect(whole(bytes, 5)).rejects.toThrow(MapRunFailure);
});

test('who stops reading lets go of the source', async () => {
  let isReleased = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('abcdefgh');
    } finally {
      isReleased = true;
    }
  }
  for await (const _chunk of unpacked(endless())) break;
  expect(isReleased).toBe(true);
});
