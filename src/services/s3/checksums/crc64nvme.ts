/** CRC-64/NVME, S3's default since the end of 2024, kept as two 32-bit halves. */
import { crc64Tables } from './crc-tables.ts';

export const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

const tables = crc64Tables(CRC64NVME_POLYNOMIAL);
const HIGH = tables.map((table) => table.high);
const LOW = tables.map((table) => table.low);
const [h0, h1, h2, h3, h4, h5, h6, h7] = HIGH as Eight;
const [l0, l1, l2, l3, l4, l5, l6, l7] = LOW as Eight;

type Eight = [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];

export class Crc64Nvme {
  #high = -1;
  #low = -1;

  update(bytes: Uint8Array): void {
    let high = this.#high;
    let low = this.#low;
    let at = 0;
    const aligned = bytes.length - (bytes.length % 8);
    while (at < aligned) {
      const a = low ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
      const b = high ^ (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24));
      const a0 = a & 0xff;
      const a1 = (a >>> 8) & 0xff;
      const a2 = (a >>> 16) & 0xff;
      const a3 = a >>> 24;
      const b0 = b & 0xff;
      const b1 = (b >>> 8) & 0xff;
      const b2 = (b >>> 16) & 0xff;
      const b3 = b >>> 24;
      high = h7[a0]! ^ h6[a1]! ^ h5[a2]! ^ h4[a3]! ^ h3[b0]! ^ h2[b1]! ^ h1[b2]! ^ h0[b3]!;
      low = l7[a0]! ^ l6[a1]! ^ l5[a2]! ^ l4[a3]! ^ l3[b0]! ^ l2[b1]! ^ l1[b2]! ^ l0[b3]!;
      at += 8;
    }
    for (; at < bytes.length; at++) {
      const index = (low ^ bytes[at]!) & 0xff;
      low = l0[index]! ^ ((low >>> 8) | (high << 24));
      high = h0[index]! ^ (high >>> 8);
    }
    this.#high = high;
    this.#low = low;
  }

  digest(): Buffer {
    const sum = Buffer.alloc(8);
    sum.writeUInt32BE(~this.#high >>> 0, 0);
    sum.writeUInt32BE(~this.#low >>> 0, 4);
    return sum;
  }
}
