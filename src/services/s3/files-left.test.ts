/** What lies in the data folder: exactly the bytes that something refers to, also after a crash. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createMemoryStore } from '../../store/memory-store.ts';
import { collect, patterned, startS3, streamOf } from './s3.testing.ts';

const Bucket = 'bucket';
const big = patterned(100_000);
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'stepwell-s3-test-'));
  return () => rmSync(dataDir, { recursive: true, force: true });
});

const dataFiles = (): string[] =>
  readdirSync(join(dataDir, 'data')).flatMap((shard) => readdirSync(join(dataDir, 'data', shard)));
const temporaryFiles = (): string[] => readdirSync(join(dataDir, 'tmp'));

test('no operation leaves a file behind', async () => {
  const s3 = startS3({ dataDir });
  await s3.call('CreateBucket', { Bucket });
  const put = (Key: string, Body: unknown, more = {}) => s3.call('PutObject', { Bucket, Key, Body, ...more });
  await put('k', big);
  await put('k', big);
  await put('small', 'x');
  await s3.call('CopyObject', { Bucket, Key: 'copy', CopySource: `${Bucket}/k` });
  await expect(put('k', big, { IfNoneMatch: '*' })).rejects.toThrow();
  await expect(put('k', big, { ContentMD5: Buffer.alloc(16).toString('base64') })).rejects.toThrow();
  async function* broken() {
    yield big;
    throw new Error('gone');
  }
  await expect(put('k', broken())).rejects.toThrow('gone');
  const { UploadId } = await s3.call('CreateMultipartUpload', { Bucket, Key: 'parts' });
  const part = (PartNumber: number) => s3.call('UploadPart', { Bucket, Key: 'parts', UploadId, PartNumber, Body: big });
  await part(1);
  const { ETag } = await part(1);
  await part(2);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.call('CompleteMultipartUpload', { Bucket, Key: 'parts', UploadId, MultipartUpload });
  await s3.service.stop();
  expect(dataFiles()).toHaveLength(3);
  expect(temporaryFiles()).toEqual([]);

  const later = startS3({ dataDir });
  const unread = await later.call('CreateBucket', { Bucket: 'other' });
  expect(unread).toBeDefined();
  await later.service.stop();
});

test('deleting everything empties the folder, once the last reader is done', async () => {
  const s3 = startS3({ dataDir });
  await s3.call('CreateBucket', { Bucket });
  await s3.call('PutObject', { Bucket, Key: 'k', Body: big });
  const { Body } = await s3.call('GetObject', { Bucket, Key: 'k' });
  await s3.call('DeleteObject', { Bucket, Key: 'k' });
  expect(dataFiles()).toHaveLength(1);
  expect((await collect(Body)).equals(big)).toBe(true);
  await s3.service.stop();
  expect(dataFiles()).toEqual([]);
});

test('a reader that leaves early, or never begins, holds nothing back', async () => {
  const s3 = startS3({ dataDir });
  await s3.call('CreateBucket', { Bucket });
  await s3.call('PutObject', { Bucket, Key: 'k', Body: patterned(1_000_000) });
  const leaving = await s3.call('GetObject', { Bucket, Key: 'k' });
  const abort = new AbortController();
  await s3.call('GetObject', { Bucket, Key: 'k' }, { signal: abort.signal });
  await s3.call('DeleteObject', { Bucket, Key: 'k' });
  for await (const _chunk of leaving.Body) break;
  expect(dataFiles()).toHaveLength(1);
  abort.abort();
  await s3.service.stop();
  expect(dataFiles()).toEqual([]);
});

test('after a crash the orphans go and everything else stays', async () => {
  const { records } = createMemoryStore();
  const crashed = startS3({ dataDir, records });
  await crashed.call('CreateBucket', { Bucket });
  const versioning = (Status: string) =>
    crashed.call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } });
  await versioning('Enabled');
  const { VersionId } = await crashed.call('PutObject', { Bucket, Key: 'k', Body: big });
  await crashed.call('PutObject', { Bucket, Key: 'k', Body: streamOf(big) });
  const { UploadId } = await crashed.call('CreateMultipartUpload', { Bucket, Key: 'parts' });
  const { ETag } = await crashed.call('UploadPart', { Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: big });
  await crashed.call('UploadPart', { Bucket, Key: 'parts', UploadId, PartNumber: 2, Body: big });
  // No `stop`: the process is gone. An object's file whose record was never written, and half an upload.
  const shard = dataFiles()[0]!.slice(0, 2);
  const orphan = shard.padEnd(32, '0');
  writeFileSync(join(dataDir, 'data', shard, orphan), 'nobody refers to this');
  writeFileSync(join(dataDir, 'tmp', orphan), 'half');
  expect(dataFiles()).toHaveLength(5);

  const s3 = startS3({ dataDir, records });
  expect(temporaryFiles()).toEqual([]);
  // While the search is under way, things move from where it has not looked to where it has.
  const moving = s3.call('CompleteMultipartUpload', {
    Bucket,
    Key: 'parts',
    UploadId,
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
  });
  await s3.service.cleaned;
  await moving;
  const bytesOf = async (Key: string, more = {}) =>
    collect((await s3.call('GetObject', { Bucket, Key, ...more })).Body);
  for (const bytes of [await bytesOf('k'), await bytesOf('k', { VersionId }), await bytesOf('parts')]) {
    expect(bytes.equals(big)).toBe(true);
  }
  await s3.service.stop();
  expect(dataFiles()).toHaveLength(3);
  expect(dataFiles()).not.toContain(orphan);
});
