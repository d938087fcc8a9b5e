/** The official SDK's client, over HTTP, against the service behind the gateway and SQLite. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGateway, type Gateway } from '../../gateway/http-server.ts';
import { systemClock } from '../../runtime/clock.ts';
import { openSqliteStore } from '../../store/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { patterned } from './s3.testing.ts';
import { createS3Service, type S3Service } from './s3-service.ts';

const Bucket = 'sdk-bucket';
let folder: string;
let store: Store;
let service: S3Service;
let gateway: Gateway;
let client: S3Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-s3-sdk-'));
  store = openSqliteStore(folder);
  service = createS3Service({ records: store.records, dataDir: join(folder, 's3'), clock: systemClock });
  gateway = createGateway({ services: [service], port: 0 });
  const { url } = await gateway.start();
  client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  client.destroy();
  await gateway.stop(0);
  await service.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const bytesOf = async (Key: string, more: object = {}) =>
  Buffer.from(await (await client.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body!.transformToByteArray());

test('an object, its metadata and its checksum', async () => {
  const Key = 'a folder/ü+😀 %41//..';
  const Metadata = { author: 'somebody' };
  await client.send(
    new PutObjectCommand({ Bucket, Key, Body: 'text', Metadata, Tagging: 'a=b', CacheControl: 'no-cache' }),
  );
  expect((await bytesOf(Key)).toString()).toBe('text');
  const head = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ContentLength: 4, Metadata, CacheControl: 'no-cache', ChecksumType: 'FULL_OBJECT' });
  expect(head.ChecksumCRC32).toBeDefined();
  expect((await bytesOf(Key, { Range: 'bytes=1-2' })).toString()).toBe('ex');
  expect(
    (await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'a folder/', EncodingType: 'url' }))).KeyCount,
  ).toBe(1);
});

test('a stream of unknown length in parts, and back', async () => {
  const bytes = patterned(12_000_000);
  const chunks = Array.from({ length: 120 }, (_, n) => bytes.subarray(n * 100_000, (n + 1) * 100_000));
  const params = { Bucket, Key: 'parts', Body: Readable.from(chunks) };
  await new Upload({ client, params, partSize: 5 * 1024 ** 2 }).done();
  expect((await bytesOf('parts')).equals(bytes)).toBe(true);
  const ObjectAttributes = ['ETag' as const, 'ObjectParts' as const, 'ObjectSize' as const];
  expect(await client.send(new GetObjectAttributesCommand({ Bucket, Key: 'parts', ObjectAttributes }))).toMatchObject({
    ETag: expect.stringMatching(/^[0-9a-f]{32}-3$/),
    ObjectSize: bytes.length,
    ObjectParts: { TotalPartsCount: 3 },
  });
  const CopySource = `${Bucket}/parts`;
  const { CopyObjectResult } = await client.send(new CopyObjectCommand({ Bucket, Key: 'parts-copy', CopySource }));
  expect(CopyObjectResult?.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(CopyObjectResult?.LastModified).toBeInstanceOf(Date);
});

test('errors are the classes that the SDK knows', async () => {
  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toBeInstanceOf(NoSuchKey);
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toBeInstanceOf(NotFound);
  await expect(client.send(new ListObjectsV2Command({ Bucket: 'nowhere' }))).rejects.toBeInstanceOf(NoSuchBucket);
  await client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x' }));
  const again = client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'y', IfNoneMatch: '*' }));
  await expect(again).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
  const unchanged = client.send(new GetObjectCommand({ Bucket, Key: 'there', IfNoneMatch: '*' }));
  await expect(unchanged).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
});

test('tags, versions, deletions', async () => {
  const own = { Bucket: 'versioned' };
  await client.send(new CreateBucketCommand(own));
  await client.send(new PutBucketVersioningCommand({ ...own, VersioningConfiguration: { Status: 'Enabled' } }));
  const put = (Body: string) => client.send(new PutObjectCommand({ ...own, Key: 'k', Body }));
  const { VersionId } = await put('one');
  await put('two');
  const TagSet = [{ Key: 'a', Value: 'b' }];
  await client.send(new PutObjectTaggingCommand({ ...own, Key: 'k', VersionId, Tagging: { TagSet } }));
  expect((await client.send(new GetObjectTaggingCommand({ ...own, Key: 'k', VersionId }))).TagSet).toEqual(TagSet);
  await client.send(new DeleteObjectsCommand({ ...own, Delete: { Objects: [{ Key: 'k' }] } }));
  const all = await client.send(new ListObjectVersionsCommand(own));
  expect([all.Versions?.length, all.DeleteMarkers?.length]).toEqual([2, 1]);
  const Objects = [...all.Versions!, ...all.DeleteMarkers!].map((row) => ({ Key: row.Key!, VersionId: row.VersionId }));
  expect((await client.send(new DeleteObjectsCommand({ ...own, Delete: { Objects } }))).Deleted).toHaveLength(3);
  await client.send(new DeleteBucketCommand(own));
});

test('a thousand keys by pages', async () => {
  const keys = Array.from({ length: 1_000 }, (_, n) => `many/${n % 3}/${n}`);
  for (let at = 0; at < keys.length; at += 50) {
    await Promise.all(
      keys.slice(at, at + 50).map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))),
    );
  }
  const listed: string[] = [];
  for await (const page of paginateListObjectsV2({ client, pageSize: 300 }, { Bucket, Prefix: 'many/' })) {
    listed.push(...(page.Contents ?? []).map((item) => item.Key!));
  }
  expect(listed).toEqual([...keys].sort());
  const folders = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'many/', Delimiter: '/' }));
  expect(folders.CommonPrefixes?.map((item) => item.Prefix)).toEqual(['many/0/', 'many/1/', 'many/2/']);
});
