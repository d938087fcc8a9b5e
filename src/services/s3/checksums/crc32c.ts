/** CRC-32C (Castagnoli), which Node does not have. */
import { crc32Tables } from './crc-tables.ts';

export const CRC32C_POLYNOMIAL = 0x82f63b78;

const [t0, t1, t2, t3, t4, t5, t6, t7] = crc32Tables(CRC32C_POLYNOMIAL) as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

/** Continues `crc`, 0 to begin, over `bytes`: the signature of `zlib.crc32`. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  let c = ~crc;
  let at = 0;
  const aligned = bytes.length - (bytes.length % 8);
  while (at < aligned) {
    const low = c ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    c =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[bytes[at + 4]!]! ^
      t2[bytes[at + 5]!]! ^
      t1[bytes[at + 6]!]! ^
      t0[bytes[at + 7]!]!;
    at += 8;
  }
  for (; at < bytes.length; at++) c = t0[(c ^ bytes[at]!) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}
