/**
 * Parquet: rows as objects, one row group in memory at a time. Values that JSON lacks become text or numbers.
 *
 * AWS documents GZIP, Snappy and Zstandard; Brotli and LZ4 are read, too. Row groups and footers are no larger than AWS reads.
 */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { numberOf } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';
import { itemReaderFailed, MapRunFailure } from './map-run-failure.ts';

const FOOTER_END_BYTES = 8;
const MAX_FOOTER_BYTES = 5 * 1_048_576;
const MAX_ROW_GROUP_BYTES = 256 * 1_048_576;

export interface ParquetFile {
  readonly byteLength: number;
  /** Bytes from `start` until before `end`. */
  slice(start: number, end: number): Promise<Buffer>;
}

export async function* parquetItems(file: ParquetFile): AsyncGenerator<readonly Json[]> {
  const buffer = {
    byteLength: file.byteLength,
    slice: async (start: number, end = file.byteLength) => {
      const from = start < 0 ? file.byteLength + start : start;
      const bytes = await file.slice(from, end);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
  try {
    await checkFooter(file);
    const metadata = await parquetMetadataAsync(buffer);
    const compressors = await loadCompressors();
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      if (group.total_byte_size > MAX_ROW_GROUP_BYTES) {
        throw itemReaderFailed('A row group of the Parquet file exceeds 256 MB.');
      }
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd, compressors });
      if (rows.length > 0) yield rows.map(jsonOf);
      rowStart = rowEnd;
    }
  } catch (error) {
    if (error instanceof MapRunFailure) throw error;
    throw itemReaderFailed(
      `The Parquet file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The file's last eight bytes are its footer's length and its mark. */
async function checkFooter(file: ParquetFile): Promise<void> {
  if (file.byteLength < FOOTER_END_BYTES) return;
  const end = await file.slice(file.byteLength - FOOTER_END_BYTES, file.byteLength);
  if (end.readUInt32LE(0) > MAX_FOOTER_BYTES && end.toString('latin1', 4) === 'PAR1') {
    throw itemReaderFailed('The footer of the Parquet file exceeds 5 MB.');
  }
}

/** Loaded with the first file: it brings WebAssembly. What Node unpacks itself it unpacks faster. */
async function loadCompressors(): Promise<Compressors> {
  const { compressors } = await import('hyparquet-compressors');
  return {
    ...compressors,
    GZIP: (input) => new Uint8Array(gunzipSync(input)),
    BROTLI: (input) => new Uint8Array(brotliDecompressSync(input)),
  };
}

function jsonOf(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return numberOf(String(value));
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
  }
  return value as Json;
}
