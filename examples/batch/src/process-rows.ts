/** Distributed form: a batch of rows at once does what the chunk machine does row by row, and leaves the same part and the same errors. */
import { type NumberedRow, partKey, sortableName, type Tally } from './batch.ts';
import { putRejected, type RejectedRow } from './error-table.ts';
import { knownProducts } from './known-products.ts';
import { putText } from './objects.ts';
import { formatRows, type Row } from './rows/csv.ts';
import { enrichRow, OUTPUT_COLUMNS, unknownProduct } from './rows/enrich-row.ts';
import { validateRow } from './rows/validate-row.ts';

export interface RowBatch {
  readonly BatchInput: {
    readonly run: string;
    readonly bucket: string;
    readonly key: string;
    readonly delimiter: string;
  };
  /** Numbers begin with 0 here, as a Map counts. */
  readonly Items: readonly NumberedRow[];
}

export async function handler({ BatchInput, Items }: RowBatch): Promise<Tally> {
  const { run, bucket, delimiter } = BatchInput;
  const reasonsOf = Items.map(({ row }) => validateRow(row));
  const wanted = Items.flatMap(({ row }, at) => (reasonsOf[at]!.length === 0 ? [row['productId']!] : []));
  const products = await knownProducts(wanted);
  const good: Row[] = [];
  const rejected: RejectedRow[] = [];
  for (const [at, { number, row }] of Items.entries()) {
    const reasons = reasonsOf[at]!;
    const product = reasons.length === 0 ? products.get(row['productId']!) : undefined;
    if (product) good.push(enrichRow(row, product));
    else rejected.push({ number: number + 1, reasons: reasons.join('; ') || unknownProduct(row['productId']!), row });
  }
  await putRejected(BatchInput, rejected);
  const part = sortableName(Items[0]!.number + 1);
  await putText(bucket, partKey(run, part), formatRows(OUTPUT_COLUMNS, good, delimiter));
  return { rows: Items.length, written: good.length, rejected: rejected.length };
}
