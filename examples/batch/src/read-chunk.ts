/** Chunk machine, first step: the rows of a chunk, each with its number in the whole file. */
import { chunkKey, type NumberedRow } from './batch.ts';
import { getText } from './objects.ts';
import { readRows } from './rows/csv.ts';

export interface Chunk {
  readonly run: string;
  readonly bucket: string;
  readonly delimiter: string;
  readonly chunkSize: number;
  readonly chunk: string;
}

export async function handler({ run, bucket, delimiter, chunkSize, chunk }: Chunk): Promise<NumberedRow[]> {
  const first = (Number(chunk) - 1) * chunkSize + 1;
  const rows = readRows(await getText(bucket, chunkKey(run, chunk)), delimiter);
  return rows.map((row, index) => ({ number: first + index, row }));
}
