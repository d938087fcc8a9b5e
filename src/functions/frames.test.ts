import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeRequest, FrameReader, MAX_FRAME_BYTES } from './frames.ts';

const LETTERS = { ready: 'I', initFailed: 'F', result: 'R', error: 'E', output: 'L', message: 'M' } as const;
type Type = keyof typeof LETTERS;

function frame(letter: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 0, 'latin1');
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

test('frames survive any way of cutting the stream', () => {
  const types = fc.constantFrom(...(Object.keys(LETTERS) as Type[]));
  const frames = fc.array(fc.tuple(types, fc.uint8Array({ maxLength: 40 })), { maxLength: 12 });
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 30 }), (sent, cuts) => {
      const bytes = Buffer.concat(sent.map(([type, content]) => frame(LETTERS[type], content)));
      const got: [string, string][] = [];
      const reader = new FrameReader((type, content) => got.push([type, content.toString('hex')]));
      for (let at = 0, n = 0; at < bytes.length; n++) {
        const size = cuts[n % cuts.length]!;
        expect(reader.push(bytes.subarray(at, at + size))).toBe(true);
        at += size;
      }
      expect(got).toEqual(sent.map(([type, content]) => [type, Buffer.from(content).toString('hex')]));
    }),
  );
});

test('an unknown type breaks the stream for good', () => {
  const got: string[] = [];
  const reader = new FrameReader((type) => got.push(type));
  expect(reader.push(frame('?', Buffer.from('x')))).toBe(false);
  expect(reader.push(frame('R', Buffer.from('1')))).toBe(false);
  expect(got).toEqual([]);
});

test('a frame over the limit is refused before its content comes', () => {
  const head = Buffer.alloc(5);
  head.write('R', 0, 'latin1');
  head.writeUInt32BE(MAX_FRAME_BYTES + 1, 1);
  expect(new FrameReader(() => {}).push(head)).toBe(false);
});

test('a request says both lengths in bytes', () => {
  const bytes = encodeRequest('{"é":1}', '"ü"');
  expect([bytes.readUInt32BE(0), bytes.readUInt32BE(4)]).toEqual([8, 4]);
  expect(bytes.toString('utf8', 8)).toBe('{"é":1}"ü"');
});
