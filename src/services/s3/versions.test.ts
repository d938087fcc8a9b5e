import { beforeEach, expect, test } from 'vitest';
import { collect, startS3, type TestS3 } from './s3.testing.ts';

const Bucket = 'bucket';
let s3: TestS3;

beforeEach(async () => {
  s3 = startS3();
  await s3.call('CreateBucket', { Bucket });
  return () => s3[Symbol.asyncDispose]();
});

const versioning = (Status: string) => s3.call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } });
const put = async (Key: string, Body: string): Promise<string> =>
  (await s3.call('PutObject', { Bucket, Key, Body })).VersionId;
const remove = (Key: string, VersionId?: string) => s3.call('DeleteObject', { Bucket, Key, VersionId });
const read = async (Key: string, VersionId?: string) =>
  (await collect((await s3.call('GetObject', { Bucket, Key, VersionId })).Body)).toString();

async function listed(more: object = {}): Promise<string[]> {
  const { Versions, DeleteMarkers } = await s3.call('ListObjectVersions', { Bucket, ...more });
  const show = (mark: string) => (row: { Key: string; VersionId: string; IsLatest: boolean }) =>
    `${row.Key} ${row.VersionId === 'null' ? 'null ' : ''}${mark}${row.IsLatest ? ' latest' : ''}`;
  return [...Versions.map(show('object')), ...DeleteMarkers.map(show('marker'))];
}

test('versions stay until they are deleted by name', async () => {
  await versioning('Enabled');
  const one = await put('k', 'one');
  const two = await put('k', 'two');
  expect(one).toMatch(/^[\w.-]{32}$/);
  expect(await read('k')).toBe('two');
  expect(await read('k', one)).toBe('one');
  const { DeleteMarker, VersionId: marker } = await remove('k');
  expect(DeleteMarker).toBe(true);
  await expect(read('k')).rejects.toMatchObject({ code: 'NoSuchKey' });
  expect(s3.answered.headers['x-amz-delete-marker']).toBe('true');
  await expect(read('k', marker)).rejects.toMatchObject({ code: 'MethodNotAllowed', status: 405 });
  expect(await listed()).toEqual(['k object', 'k object', 'k marker latest']);
  expect((await s3.call('ListObjectsV2', { Bucket })).KeyCount).toBe(0);

  expect(await remove('k', marker)).toMatchObject({ DeleteMarker: true, VersionId: marker });
  expect(await read('k')).toBe('two');
  await remove('k', two);
  expect(await read('k')).toBe('one');
  await expect(s3.call('DeleteBucket', { Bucket })).rejects.toMatchObject({
    code: 'BucketNotEmpty',
    message: expect.stringContaining('You must delete all versions in the bucket.'),
  });
  await remove('k', one);
  await s3.call('DeleteBucket', { Bucket });
  expect(s3.events.map(({ type }) => type)).toEqual([
    'ObjectCreated:Put',
    'ObjectCreated:Put',
    'ObjectRemoved:DeleteMarkerCreated',
    'ObjectRemoved:Delete',
    'ObjectRemoved:Delete',
    'ObjectRemoved:Delete',
  ]);
});

test('what was there before versioning is the version null, and suspended versioning replaces it', async () => {
  await put('k', 'zero');
  await versioning('Enabled');
  const one = await put('k', 'one');
  expect(await read('k', 'null')).toBe('zero');
  await versioning('Suspended');
  expect(await put('k', 'two')).toBe('null');
  expect(await read('k', 'null')).toBe('two');
  expect(await listed()).toEqual(['k null object latest', 'k object']);
  await remove('k');
  expect(await listed()).toEqual(['k object', 'k null marker latest']);
  await put('k', 'three');
  expect(await listed()).toEqual(['k null object latest', 'k object']);
  expect(await read('k', one)).toBe('one');
});

test.each([
  ['x'.repeat(32), 'NoSuchVersion', 404],
  ['short', 'InvalidArgument', 400],
])('the version %s', async (versionId, code, status) => {
  await put('k', 'x');
  await expect(read('k', versionId)).rejects.toMatchObject({ code, status });
});

test('a source of a copy may be an old version', async () => {
  await versioning('Enabled');
  const one = await put('k', 'one');
  await put('k', 'two');
  const copied = await s3.call('CopyObject', { Bucket, Key: 'k', CopySource: `bucket/k?versionId=${one}` });
  expect(copied.CopySourceVersionId).toBe(one);
  expect(await read('k')).toBe('one');
});

test('tags belong to a version', async () => {
  await versioning('Enabled');
  const one = await put('k', 'one');
  await put('k', 'two');
  const TagSet = [{ Key: 'a', Value: 'b' }];
  await s3.call('PutObjectTagging', { Bucket, Key: 'k', VersionId: one, Tagging: { TagSet } });
  expect((await s3.call('GetObjectTagging', { Bucket, Key: 'k' })).TagSet).toEqual([]);
  expect((await s3.call('GetObjectTagging', { Bucket, Key: 'k', VersionId: one })).TagSet).toEqual(TagSet);
  await s3.call('DeleteObjectTagging', { Bucket, Key: 'k', VersionId: one });
  expect((await s3.call('GetObjectTagging', { Bucket, Key: 'k', VersionId: one })).TagSet).toEqual([]);
});

test('all versions by pages of any size are the same list', async () => {
  await versioning('Enabled');
  for (const key of ['a', 'a/x', 'b', 'b\u0001', 'z']) for (let n = 0; n < 3; n++) await put(key, `${n}`);
  await remove('b');
  await remove('z');
  const whole = (await listed()).length;
  for (const MaxKeys of [1, 2, 5]) {
    const seen: string[] = [];
    let latest = 0;
    let markers = {};
    for (let isTruncated = true; isTruncated; ) {
      const page = await s3.call('ListObjectVersions', { Bucket, MaxKeys, ...markers });
      for (const row of [...page.Versions, ...page.DeleteMarkers]) {
        seen.push(`${row.Key} ${row.VersionId}`);
        if (row.IsLatest) latest++;
      }
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      isTruncated = page.IsTruncated;
    }
    expect(new Set(seen).size).toBe(whole);
    expect(seen).toHaveLength(whole);
    expect(latest).toBe(5);
  }
  expect(await s3.call('ListObjectVersions', { Bucket, Delimiter: '/' })).toMatchObject({
    CommonPrefixes: [{ Prefix: 'a/' }],
  });
  await expect(
    s3.call('ListObjectVersions', { Bucket, KeyMarker: 'a', VersionIdMarker: 'noise' }),
  ).rejects.toMatchObject({ code: 'InvalidArgument', message: 'Invalid version id specified' });
});
