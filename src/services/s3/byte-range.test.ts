import { expect, test } from 'vitest';
import { parseByteRange } from './byte-range.ts';

test.each<[string | undefined, number, [number, number] | undefined]>([
  [undefined, 10, undefined],
  ['bytes=0-3', 10, [0, 4]],
  ['bytes=4-', 10, [4, 10]],
  ['bytes=4-99', 10, [4, 10]],
  ['bytes=-3', 10, [7, 10]],
  ['bytes=-30', 10, [0, 10]],
  ['bytes=9-9', 10, [9, 10]],
  ['bytes=5-2', 10, undefined],
  ['bytes=0-1,3-4', 10, undefined],
  ['bytes=-', 10, undefined],
  ['lines=0-1', 10, undefined],
  ['nonsense', 10, undefined],
])('%s of %i bytes', (header, size, expected) => {
  const range = parseByteRange(header, size);
  expect(range && [range.start, range.end]).toEqual(expected);
});

test.each([
  ['bytes=10-', 10],
  ['bytes=10-12', 10],
  ['bytes=-0', 10],
  ['bytes=0-0', 0],
  ['bytes=-1', 0],
])('%s of %i bytes cannot be satisfied', (header, size) => {
  expect(() => parseByteRange(header, size)).toThrow('The requested range is not satisfiable');
});
