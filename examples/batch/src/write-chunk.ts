/** Chunk machine, last step: writes the good rows, enriched, in the order of the file. Bad ones are in the error table by now. */
import { type NumberedRow, partKey, type Tally } from './batch.ts';
import { putText } from './objects.ts';
import type { Chunk } from './read-chunk.ts';
import { formatRows } from './rows/csv.ts';
import { enrichRow, OUTPUT_COLUMNS, type ProductFacts } from './rows/enrich-row.ts';

export type ProcessedRow = (NumberedRow & { readonly product: ProductFacts }) | { readonly isRejected: true };

export async function handler({ chunk, rows }: { chunk: Chunk; rows: readonly ProcessedRow[] }): Promise<Tally> {
  const good = rows.flatMap((one) => ('isRejected' in one ? [] : [enrichRow(one.row, one.product)]));
  await putText(chunk.bucket, partKey(chunk.run, chunk.chunk), formatRows(OUTPUT_COLUMNS, good, chunk.delimiter));
  return { rows: rows.length, written: good.length, rejected: rows.length - good.length };
}
