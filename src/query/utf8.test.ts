import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from './utf8.ts';

test('text, bytes and Base64 agree with the platform', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = encodeUtf8(text);
      expect(Buffer.from(bytes)).toEqual(Buffer.from(text));
      expect(encodeBase64(bytes)).toBe(Buffer.from(text).toString('base64'));
      expect(decodeUtf8(bytes)).toBe(Buffer.from(text).toString());
    }),
  );
});

test('any bytes survive Base64, and decode as the platform decodes them', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
      expect(decodeUtf8(bytes)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    }),
    { numRuns: 1_000 },
  );
});

test.each(['%', 'a', 'ab=', 'abc==', 'a b c d', '====', 'ab==cd=='])('%s is not Base64', (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});
