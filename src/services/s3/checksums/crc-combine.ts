/**
 * The CRC of a whole from the CRCs of its parts, without reading a byte again: CRC(A‖B) = CRC(A)·x^(8·|B|) + CRC(B) modulo the polynomial.
 * Polynomials are reflected: the highest bit stands for x⁰.
 */
import { CRC32C_POLYNOMIAL } from './crc32c.ts';
import { CRC64NVME_POLYNOMIAL } from './crc64nvme.ts';

interface Field {
  readonly bits: number;
  readonly polynomial: bigint;
}

const FIELDS = {
  CRC32: { bits: 32, polynomial: 0xedb88320n },
  CRC32C: { bits: 32, polynomial: BigInt(CRC32C_POLYNOMIAL) },
  CRC64NVME: { bits: 64, polynomial: CRC64NVME_POLYNOMIAL },
} as const satisfies Record<string, Field>;

export type CombinableAlgorithm = keyof typeof FIELDS;

export const isCombinable = (algorithm: string): algorithm is CombinableAlgorithm => algorithm in FIELDS;

/** `sum` is base64, as S3 writes it. */
export function combineCrcs(
  algorithm: CombinableAlgorithm,
  parts: readonly { readonly sum: string; readonly size: number }[],
): string {
  const field = FIELDS[algorithm];
  const shifts = new Map<number, bigint>();
  let total = 0n;
  for (const { sum, size } of parts) {
    let shift = shifts.get(size);
    if (shift === undefined) {
      shift = powerOfX8(field, size);
      shifts.set(size, shift);
    }
    total = multiply(field, shift, total) ^ BigInt(`0x${Buffer.from(sum, 'base64').toString('hex')}`);
  }
  return Buffer.from(total.toString(16).padStart(field.bits / 4, '0'), 'hex').toString('base64');
}

function multiply({ bits, polynomial }: Field, a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let mask = 1n << BigInt(bits - 1); mask > 0n; mask >>= 1n) {
    if (a & mask) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}

/** x^(8·bytes), by squaring. */
function powerOfX8(field: Field, bytes: number): bigint {
  let result = 1n << BigInt(field.bits - 1);
  let square = 1n << BigInt(field.bits - 9);
  for (let left = BigInt(bytes); left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(field, square, result);
    square = multiply(field, square, square);
  }
  return result;
}
