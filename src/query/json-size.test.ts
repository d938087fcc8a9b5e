import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import { jsonByteLength } from './json-size.ts';

test.each<[value: Json]>([
  [null],
  [''],
  ['"\\\n\u0001\u007f'],
  ['é€😀'],
  ['\ud800 alone'],
  [-0],
  [1e21],
  [[]],
  [{}],
  [{ a: [1, { 'b"': null }], c: false }],
])('%j', (value) => {
  expect(jsonByteLength(value)).toBe(Buffer.byteLength(JSON.stringify(value)));
});

test('the size of any JSON value is that of its compact text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(jsonByteLength(value as Json)).toBe(Buffer.byteLength(JSON.stringify(value)));
    }),
  );
});

test('counting stops once the limit is passed', () => {
  const huge = new Proxy(
    Array.from({ length: 1_000 }, () => 'x'.repeat(1_000)),
    {},
  );
  const bytes = jsonByteLength(huge, 10_000);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(20_000);
});

test('a deep value does not exhaust the stack', () => {
  let deep: Json = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  expect(jsonByteLength(deep)).toBe(200_001);
});
