import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestAlgorithms, digestHex } from './digest.ts';

test.each(digestAlgorithms)('%s agrees with the platform for every length around a block', (algorithm) => {
  const platform = algorithm.replace('-', '').toLowerCase();
  for (let length = 0; length < 300; length++) {
    const text = `${'é'.repeat(length % 3)}${'x'.repeat(length)}`;
    expect(digestHex(algorithm, text)).toBe(createHash(platform).update(text).digest('hex'));
  }
});

test('any text has the digest of its UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(digestHex('SHA-256', text)).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
});
