/** Lambda function 3: reads the batch's CSV files back from S3 and computes the mean of all their numbers. */
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});
const READS_AT_ONCE = 16;

interface Sum {
  total: number;
  count: number;
}

export async function handler(event: {
  batch: string;
  keys: string[];
}): Promise<{ mean: number; numbers: number; files: number; batch: string }> {
  const stored = await listKeys(`generated_numbers/${event.batch}+`);
  const missing = event.keys.filter((key) => !stored.has(key));
  if (missing.length > 0)
    throw new Error(`${missing.length} of ${event.keys.length} files are missing, the first is ${missing[0]}`);
  const sum: Sum = { total: 0, count: 0 };
  const left = [...event.keys];
  await Promise.all(Array.from({ length: READS_AT_ONCE }, () => readUntilEmpty(left, sum)));
  return { mean: sum.total / sum.count, numbers: sum.count, files: event.keys.length, batch: event.batch };
}

async function listKeys(prefix: string): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: process.env['BUCKET'], Prefix: prefix })) {
    for (const object of page.Contents ?? []) keys.add(object.Key!);
  }
  return keys;
}

async function readUntilEmpty(left: string[], sum: Sum): Promise<void> {
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    const object = await s3.send(new GetObjectCommand({ Bucket: process.env['BUCKET'], Key: key }));
    const [, ...lines] = (await object.Body!.transformToString()).trimEnd().split('\n');
    for (const line of lines) sum.total += Number(line);
    sum.count += lines.length;
  }
}
