/** The error table: one item for each rejected row, under its run and its number. A row that is rejected again replaces itself. */
import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Batch } from './batch.ts';
import { putItems, tables } from './product-table.ts';

export interface RejectedRow {
  readonly number: number;
  readonly reasons: string;
  readonly row: Readonly<Record<string, string>>;
}

const WRITE_BATCH = 25;

export async function putRejected(
  { run, key }: Pick<Batch, 'run' | 'key'>,
  rejected: readonly RejectedRow[],
): Promise<void> {
  const items = rejected.map(({ number, reasons, row }) => ({
    Run: run,
    Number: number,
    File: key,
    Reasons: reasons,
    Row: JSON.stringify(row),
  }));
  for (let at = 0; at < items.length; at += WRITE_BATCH) {
    await putItems(process.env['ERROR_TABLE']!, items.slice(at, at + WRITE_BATCH));
  }
}

/** In the order of the file, page by page. */
export async function* rejectedOf(run: string): AsyncGenerator<readonly RejectedRow[]> {
  const query = {
    TableName: process.env['ERROR_TABLE'],
    KeyConditionExpression: 'Run = :run',
    ExpressionAttributeValues: { ':run': run },
  };
  for await (const { Items } of paginateQuery({ client: tables }, query)) {
    yield (Items ?? []).map((item) => ({
      number: item['Number'] as number,
      reasons: item['Reasons'] as string,
      row: JSON.parse(item['Row'] as string) as RejectedRow['row'],
    }));
  }
}
