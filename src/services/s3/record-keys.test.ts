import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeKey, encodeKey, recordsOf } from './record-keys.ts';

const key = fc.string({ unit: fc.constantFrom('\u0000', '\u0001', '\u0002', '\u0003', '/', 'a', '😀'), maxLength: 5 });
const compare = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

test('order is kept, prefixes stay prefixes, nothing is lost', () => {
  fc.assert(
    fc.property(key, key, fc.constantFrom('0', '9'), (a, b, suffix) => {
      expect(decodeKey(encodeKey(a))).toBe(a);
      expect(compare(encodeKey(a), encodeKey(b))).toBe(compare(a, b));
      if (a !== b) expect(compare(recordsOf(a) + suffix, `${recordsOf(b)}5`)).toBe(compare(a, b));
      expect((recordsOf(b) + suffix).startsWith(recordsOf(a))).toBe(a === b);
      expect(encodeKey(a + b).startsWith(encodeKey(a))).toBe(true);
    }),
  );
});
