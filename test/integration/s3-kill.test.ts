/** S3's proof: the server is killed while uploads are under way; what was acknowledged is there whole, what was not is the old object or the new, never a mix. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { type ServerProcess, startServer } from './server-process.ts';

const Bucket = 'kills';
const ROUNDS = 6;
const KEYS = 8;
/** Both ways of keeping bytes: in a record and in a file. */
const sizeOf = (key: number): number => (key % 2 === 0 ? 2_000 : 3_000_000);

const contentOf = (key: number, version: number): Buffer => {
  const block = createHash('sha256').update(`${key}/${version}`).digest();
  return Buffer.alloc(sizeOf(key), block);
};

const clientOf = (server: ServerProcess): S3Client =>
  new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
  });

const get = async (client: S3Client, Key: string): Promise<Buffer> =>
  Buffer.from(await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToByteArray());

test('kill -9 in the middle of uploads', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stepwell-s3-kill-'));
  let server = await startServer({ dataDir });
  let client = clientOf(server);
  try {
    await client.send(new CreateBucketCommand({ Bucket }));
    const acknowledged = new Map<number, number>();
    const attempted = new Map<number, number>();
    for (let key = 0; key < KEYS; key++) {
      await client.send(new PutObjectCommand({ Bucket, Key: `${key}`, Body: contentOf(key, 0) }));
      acknowledged.set(key, 0);
      attempted.set(key, 0);
    }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
    await client.send(new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: contentOf(1, 0) }));

    for (let round = 1; round <= ROUNDS; round++) {
      let count = 0;
      const killAfter = 5 * round;
      let reached!: () => void;
      const moment = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const writers = Array.from({ length: KEYS }, async (_, key) => {
        for (let version = attempted.get(key)! + 1; ; version++) {
          attempted.set(key, version);
          try {
            await client.send(new PutObjectCommand({ Bucket, Key: `${key}`, Body: contentOf(key, version) }));
          } catch {
            return;
          }
          acknowledged.set(key, version);
          if (++count === killAfter) reached();
        }
      });
      await moment;
      await server.kill();
      await Promise.all(writers);
      client.destroy();
      server = await startServer({ dataDir });
      client = clientOf(server);
      for (let key = 0; key < KEYS; key++) {
        const bytes = await get(client, `${key}`);
        const last = acknowledged.get(key)!;
        const possible = [last, attempted.get(key)!].filter((version) => contentOf(key, version).equals(bytes));
        expect(possible, `key ${key}: version ${last} was acknowledged`).not.toEqual([]);
        acknowledged.set(key, possible[0]!);
      }
    }
    const { Parts } = await client.send(new ListPartsCommand({ Bucket, Key: 'parts', UploadId }));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: sizeOf(1) }]);
    expect(await server.interrupt()).toBe(0);

    // Nothing is left of what was cut off: one file for each large object, and the part.
    const files = readdirSync(join(dataDir, 's3', 'data'), { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile())).toHaveLength(KEYS / 2 + 1);
    expect(readdirSync(join(dataDir, 's3', 'tmp'))).toEqual([]);
  } finally {
    client.destroy();
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
