/** Writes the rejected rows of a run as a file for people: number, reasons, and the row as it came. */
import { type Batch, errorReportKey } from './batch.ts';
import { rejectedOf } from './error-table.ts';
import { writeTexts } from './objects.ts';
import { formatRecord } from './rows/csv.ts';
import { SALES_COLUMNS } from './rows/sales-schema.ts';

export async function handler(batch: Batch): Promise<{ key: string }> {
  const key = errorReportKey(batch.run);
  await writeTexts(batch.bucket, key, lines(batch));
  return { key };
}

async function* lines({ run, delimiter }: Batch): AsyncGenerator<string> {
  yield `${formatRecord(['number', 'reasons', ...SALES_COLUMNS], delimiter)}\n`;
  for await (const page of rejectedOf(run)) {
    for (const { number, reasons, row } of page) {
      const fields = [String(number), reasons, ...SALES_COLUMNS.map((column) => row[column] ?? '')];
      yield `${formatRecord(fields, delimiter)}\n`;
    }
  }
}
