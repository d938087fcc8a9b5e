/** The checksums that clients send with a body, fed chunk by chunk. Their text is base64, the CRCs in big-endian order. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export type ChecksumAlgorithm = 'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256' | 'sha512' | 'md5';

export interface Checksum {
  update(chunk: Uint8Array): void;
  /** Base64. Call it once. */
  digest(): string;
}

/** `undefined` for an algorithm that is not known here. */
export function createChecksum(algorithm: string): Checksum | undefined {
  switch (algorithm) {
    case 'crc32':
      return crc32Checksum();
    case 'crc32c':
      return crc32cChecksum();
    case 'crc64nvme':
      return crc64nvmeChecksum();
    case 'sha1':
    case 'sha256':
    case 'sha512':
    case 'md5': {
      const hash = createHash(algorithm);
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('base64') };
    }
    default:
      return undefined;
  }
}

function bigEndian(...words: readonly number[]): string {
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, index) => {
    bytes.writeUInt32BE(word >>> 0, index * 4);
  });
  return bytes.toString('base64');
}

function crc32Checksum(): Checksum {
  let crc = 0;
  return {
    update(chunk) {
      crc = crc32(chunk, crc);
    },
    digest: () => bigEndian(crc),
  };
}

let castagnoli: Int32Array | undefined;

function castagnoliTable(): Int32Array {
  if (castagnoli) return castagnoli;
  castagnoli = new Int32Array(256);
  for (let n = 0; n < 256; n++) {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    castagnoli[n] = crc;
  }
  return castagnoli;
}

function crc32cChecksum(): Checksum {
  const table = castagnoliTable();
  let crc = -1;
  return {
    update(chunk) {
      let value = crc;
      for (let i = 0; i < chunk.length; i++) {
        value = (table[(value ^ (chunk[i] as number)) & 0xff] as number) ^ (value >>> 8);
      }
      crc = value;
    },
    digest: () => bigEndian(~crc),
  };
}

let nvme: { readonly low: Int32Array; readonly high: Int32Array } | undefined;

/** CRC-64/NVME, reflected polynomial 0x9a6c9329ac4bc9b5, in halves: numbers of 64 bits would be far slower. */
function nvmeTables(): { readonly low: Int32Array; readonly high: Int32Array } {
  if (nvme) return nvme;
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  for (let n = 0; n < 256; n++) {
    let crc = BigInt(n);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
    low[n] = Number(crc & 0xffffffffn) | 0;
    high[n] = Number(crc >> 32n) | 0;
  }
  nvme = { low, high };
  return nvme;
}

function crc64nvmeChecksum(): Checksum {
  const tables = nvmeTables();
  let low = -1;
  let high = -1;
  return {
    update(chunk) {
      let [l, h] = [low, high];
      for (let i = 0; i < chunk.length; i++) {
        const index = (l ^ (chunk[i] as number)) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ (tables.low[index] as number);
        h = (h >>> 8) ^ (tables.high[index] as number);
      }
      [low, high] = [l, h];
    },
    digest: () => bigEndian(~high, ~low),
  };
}
