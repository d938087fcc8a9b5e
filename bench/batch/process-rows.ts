/** The work on one chunk, the same for every contender: validate each row, enrich it from the reference table, tell good from bad. */
import {
  formatRecord,
  formatRows,
  parseRecord,
  type Row,
  readRows,
  rowOf,
  splitRecords,
} from '../../examples/batch/src/rows/csv.ts';
import { enrichRow, OUTPUT_COLUMNS, type Product, unknownProduct } from '../../examples/batch/src/rows/enrich-row.ts';
import { SALES_COLUMNS } from '../../examples/batch/src/rows/sales-schema.ts';
import { validateRow } from '../../examples/batch/src/rows/validate-row.ts';

export { readRows };

const DELIMITER = ',';

export type Products = ReadonlyMap<string, Product>;

export interface ChunkResult {
  /** Enriched rows, as CSV without a header. */
  readonly merged: string;
  /** Bad rows, each with its reasons in one more column, as CSV without a header. */
  readonly errors: string;
  readonly valid: number;
  readonly bad: number;
}

export const MERGED_HEADER = `${formatRecord(OUTPUT_COLUMNS, DELIMITER)}\n`;
export const ERRORS_HEADER = `${formatRecord([...SALES_COLUMNS, 'reasons'], DELIMITER)}\n`;

export function productsOf(rows: readonly Row[]): Products {
  return new Map(rows.map((row) => [row['productId']!, row as Product]));
}

export function processRows(rows: readonly Row[], products: Products): ChunkResult {
  const good: Row[] = [];
  let errors = '';
  for (const row of rows) {
    const product = products.get(row['productId']!);
    const reasons = validateRow(row);
    if (reasons.length === 0 && !product) reasons.push(unknownProduct(row['productId']!));
    if (reasons.length === 0) good.push(enrichRow(row, product!));
    else
      errors += `${formatRecord([...SALES_COLUMNS.map((name) => row[name] ?? ''), reasons.join('; ')], DELIMITER)}\n`;
  }
  const merged = formatRows(OUTPUT_COLUMNS, good, DELIMITER);
  return { merged, errors, valid: good.length, bad: rows.length - good.length };
}

/** A chunk as text: records without the header. */
export function processText(text: string, products: Products): ChunkResult {
  const rows = splitRecords(text, DELIMITER).map((record) => rowOf(SALES_COLUMNS, parseRecord(record, DELIMITER)));
  return processRows(rows, products);
}
