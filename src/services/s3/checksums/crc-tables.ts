/** Tables for reading eight bytes at a step ("slicing by eight"), built once from the reflected polynomial. */

const SLICES = 8;

export function crc32Tables(polynomial: number): readonly Uint32Array[] {
  const tables = Array.from({ length: SLICES }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    tables[0]![byte] = crc;
  }
  for (let slice = 1; slice < SLICES; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const previous = tables[slice - 1]![byte]!;
      tables[slice]![byte] = tables[0]![previous & 0xff]! ^ (previous >>> 8);
    }
  }
  return tables;
}

/** A 64-bit table as two 32-bit halves: BigInt arithmetic would be a hundred times slower. */
export function crc64Tables(polynomial: bigint): readonly { high: Uint32Array; low: Uint32Array }[] {
  const wide = Array.from({ length: SLICES }, () => new BigUint64Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    wide[0]![byte] = crc;
  }
  for (let slice = 1; slice < SLICES; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const previous = wide[slice - 1]![byte]!;
      wide[slice]![byte] = wide[0]![Number(previous & 0xffn)]! ^ (previous >> 8n);
    }
  }
  return wide.map((table) => ({
    high: Uint32Array.from(table, (value) => Number(value >> 32n)),
    low: Uint32Array.from(table, (value) => Number(value & 0xffff_ffffn)),
  }));
}
