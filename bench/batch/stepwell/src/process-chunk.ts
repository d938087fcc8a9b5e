/** One batch of the Distributed Map: its rows are validated and enriched, the good ones put into S3, the bad ones handed back. */
import type { Row } from '../../../../examples/batch/src/rows/csv.ts';
import { loadProducts, writeChunk } from '../../files.ts';
import { type Products, processRows } from '../../process-rows.ts';

/** What an ItemBatcher hands to a child. */
interface ChunkEvent {
  readonly BatchInput: { readonly bucket: string };
  readonly Items: readonly Row[];
}

let products: Promise<Products> | undefined;

export async function handler({ BatchInput: { bucket }, Items: rows }: ChunkEvent) {
  products ??= loadProducts(bucket);
  // Named after its first row: the same when it runs again.
  return writeChunk(bucket, rows[0]!['orderId']!, processRows(rows, await products));
}
