/** One batch of the Distributed Map: its rows are validated and enriched, the good ones put into S3, the bad ones handed back. */
import type { Row } from '../../../../examples/batch/src/rows/csv.ts';
import { loadProducts, writeChunk } from '../../files.ts';
import { type Products, processRows } from '../../process-rows.ts';

interface ChunkEvent {
  readonly bucket: string;
  /** The name of the child execution: the same when it runs again. */
  readonly chunk: string;
  readonly rows: readonly Row[];
}

let products: Promise<Products> | undefined;

export async function handler({ bucket, chunk, rows }: ChunkEvent) {
  products ??= loadProducts(bucket);
  return writeChunk(bucket, chunk, processRows(rows, await products));
}
