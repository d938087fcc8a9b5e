import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChecksumAlgorithm } from '../s3-records.ts';
import { type CombinableAlgorithm, combineCrcs } from './crc-combine.ts';
import { createChecksum } from './running-checksum.ts';

function sumOf(algorithm: ChecksumAlgorithm, ...chunks: Uint8Array[]): Buffer {
  const sum = createChecksum(algorithm);
  for (const chunk of chunks) sum.update(chunk);
  return sum.digest();
}

// The check values of the CRC catalogue, for "123456789".
test.each<[ChecksumAlgorithm, string]>([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['MD5', '25f9e794323b453885f5181f1b624d0b'],
])('%s of the catalogue text', (algorithm, expected) => {
  expect(sumOf(algorithm, Buffer.from('123456789')).toString('hex')).toBe(expected);
});

test.each<[ChecksumAlgorithm, string]>([
  ['CRC32C', '00000000'],
  ['CRC64NVME', '0000000000000000'],
])('%s of nothing', (algorithm, expected) => {
  expect(sumOf(algorithm).toString('hex')).toBe(expected);
});

const bitwise = (bytes: Uint8Array): string => {
  let crc = 0xffff_ffff_ffff_ffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
  }
  return (crc ^ 0xffff_ffff_ffff_ffffn).toString(16).padStart(16, '0');
};

test('CRC64NVME over any chunks is what a bit at a time gives', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (chunks) => {
      expect(sumOf('CRC64NVME', ...chunks).toString('hex')).toBe(bitwise(Buffer.concat(chunks)));
    }),
  );
});

test.each<CombinableAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME'])(
  '%s of parts combines to that of the whole',
  (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 6 }), (parts) => {
        const sums = parts.map((part) => ({ sum: sumOf(algorithm, part).toString('base64'), size: part.length }));
        expect(combineCrcs(algorithm, sums)).toBe(sumOf(algorithm, ...parts).toString('base64'));
      }),
    );
  },
);

test('digests are those of node:crypto', () => {
  const bytes = Buffer.from('some bytes');
  for (const algorithm of ['SHA256', 'SHA512'] as const) {
    expect(sumOf(algorithm, bytes)).toEqual(createHash(algorithm.toLowerCase()).update(bytes).digest());
  }
});
