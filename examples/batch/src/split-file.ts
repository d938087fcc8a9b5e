/** Chunked form, first step: cuts the input file into chunks of `chunkSize` rows, each with the header. Memory holds a few chunks. */
import { type Batch, chunkKey, sortableName } from './batch.ts';
import { putText, readText } from './objects.ts';
import { csvRecords } from './rows/csv.ts';

const UPLOADS_AT_ONCE = 4;

export interface SplitResult {
  readonly rows: number;
  readonly chunks: readonly string[];
}

export async function handler(batch: Batch): Promise<SplitResult> {
  const { run, bucket, key, etag, delimiter, chunkSize } = batch;
  if (!Number.isInteger(chunkSize) || chunkSize < 1)
    throw new RangeError(`FileChunkSize must be at least 1, not ${chunkSize}`);
  const chunks: string[] = [];
  const uploads = new Set<Promise<void>>();
  let header: string | undefined;
  let records: string[] = [];
  let rows = 0;
  const flush = async (): Promise<void> => {
    if (records.length === 0) return;
    const name = sortableName(chunks.length + 1);
    chunks.push(name);
    const upload = putText(bucket, chunkKey(run, name), `${header}\n${records.join('\n')}\n`);
    uploads.add(upload);
    void upload.finally(() => uploads.delete(upload)).catch(() => {});
    records = [];
    if (uploads.size >= UPLOADS_AT_ONCE) await Promise.race(uploads);
  };
  for await (const record of csvRecords(readText(bucket, key, etag), delimiter)) {
    if (header === undefined) {
      header = record;
      continue;
    }
    rows += 1;
    if (records.push(record) === chunkSize) await flush();
  }
  await flush();
  await Promise.all(uploads);
  return { rows, chunks };
}
