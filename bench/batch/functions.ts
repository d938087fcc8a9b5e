/** What the contenders without an orchestrator of their own use, as one module: the pure functions, the files in S3, the cutting of the input. */
import { csvRecords } from '../../examples/batch/src/rows/csv.ts';

export { generateProducts } from '../../examples/batch/generate-products.ts';
export { generateSales } from '../../examples/batch/generate-sales.ts';
export { csvRecords, parseRecord, readRows, rowOf } from '../../examples/batch/src/rows/csv.ts';
export { SALES_COLUMNS } from '../../examples/batch/src/rows/sales-schema.ts';
export { loadProducts, mergeChunks, openText, writeChunk } from './files.ts';
export { ERRORS_HEADER, MERGED_HEADER, processRows, processText, productsOf } from './process-rows.ts';

const CHUNK_ROWS = 500;

/** Records of a CSV text without its header, five hundred at a time. */
export async function* chunksOf(text: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let isHeader = true;
  let chunk: string[] = [];
  for await (const record of csvRecords(text, ',')) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    chunk.push(record);
    if (chunk.length < CHUNK_ROWS) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
