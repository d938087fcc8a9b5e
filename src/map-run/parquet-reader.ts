/** Parquet: rows as objects, one row group in memory at a time. Values that JSON lacks become text or numbers. */
import { gunzipSync } from 'node:zlib';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { Json } from '../asl/json.ts';
import { itemReaderFailed, MapRunFailure } from './map-run-failure.ts';

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
    const metadata = await parquetMetadataAsync(buffer);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
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

/** Beside Snappy, which the library brings. */
const compressors = { GZIP: (input: Uint8Array): Uint8Array => new Uint8Array(gunzipSync(input)) };

function jsonOf(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
  }
  return value as Json;
}
