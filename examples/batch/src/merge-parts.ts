/** Puts the parts together in the order of the input, under one header. Memory holds a few parts. */
import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { type Batch, mergedKey, partsPrefix, type Tally } from './batch.ts';
import { getText, s3, writeTexts } from './objects.ts';
import { formatRecord } from './rows/csv.ts';
import { OUTPUT_COLUMNS } from './rows/enrich-row.ts';

const READ_AHEAD = 8;

export interface MergeResult extends Tally {
  readonly key: string;
}

export async function handler({ batch, tallies }: { batch: Batch; tallies: readonly Tally[] }): Promise<MergeResult> {
  const parts: string[] = [];
  const listing = { Bucket: batch.bucket, Prefix: partsPrefix(batch.run) };
  for await (const page of paginateListObjectsV2({ client: s3 }, listing)) {
    for (const { Key } of page.Contents ?? []) parts.push(Key!);
  }
  if (parts.length !== tallies.length)
    throw new Error(`${tallies.length} parts were expected below ${listing.Prefix}, but there are ${parts.length}`);
  const key = mergedKey(batch);
  await writeTexts(batch.bucket, key, texts(batch, parts));
  const sum = (member: keyof Tally): number => tallies.reduce((total, tally) => total + tally[member], 0);
  return { key, rows: sum('rows'), written: sum('written'), rejected: sum('rejected') };
}

/** Keys come sorted, and the parts' names sort as the rows do. */
async function* texts({ bucket, delimiter }: Batch, parts: readonly string[]): AsyncGenerator<string> {
  yield `${formatRecord(OUTPUT_COLUMNS, delimiter)}\n`;
  const ahead: Promise<string>[] = [];
  let next = 0;
  const readAhead = (): void => {
    while (ahead.length < READ_AHEAD && next < parts.length) {
      const text = getText(bucket, parts[next++]!);
      // Whoever waits for it hears of the failure; until then it must not count as unheard.
      text.catch(() => {});
      ahead.push(text);
    }
  };
  for (readAhead(); ahead.length > 0; readAhead()) yield await ahead.shift()!;
}
