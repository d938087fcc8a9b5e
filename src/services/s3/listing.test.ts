import { beforeEach, expect, test } from 'vitest';
import { startS3, type TestS3 } from './s3.testing.ts';

const Bucket = 'bucket';
const KEYS = ['a b', 'a+b', 'docs/', 'docs/1', 'docs/2', 'docs//3', 'pics/x/1', 'pics/y', 'zü', 'z￿', 'z😀'];
let s3: TestS3;

beforeEach(async () => {
  s3 = startS3();
  await s3.call('CreateBucket', { Bucket });
  for (const Key of [...KEYS].reverse()) await s3.call('PutObject', { Bucket, Key, Body: Key });
  return () => s3[Symbol.asyncDispose]();
});

const keysOf = (page: { Contents?: { Key: string }[] }) => page.Contents?.map((item) => item.Key) ?? [];
const prefixesOf = (page: { CommonPrefixes?: { Prefix: string }[] }) =>
  page.CommonPrefixes?.map((item) => item.Prefix) ?? [];

test('keys are in the order of their bytes', async () => {
  const page = await s3.call('ListObjectsV2', { Bucket });
  expect(keysOf(page)).toEqual([
    'a b',
    'a+b',
    'docs/',
    'docs//3',
    'docs/1',
    'docs/2',
    'pics/x/1',
    'pics/y',
    'zü',
    'z￿',
    'z😀',
  ]);
  expect(page).toMatchObject({ KeyCount: 11, MaxKeys: 1000, IsTruncated: false, Prefix: '', Name: Bucket });
  expect(page.Contents[0]).toMatchObject({ Size: 3, StorageClass: 'STANDARD', Owner: undefined });
  expect((await s3.call('ListObjectsV2', { Bucket, FetchOwner: true })).Contents[0].Owner.ID).toMatch(/^[0-9a-f]{64}$/);
});

test('folders, prefixes, starting points', async () => {
  const root = await s3.call('ListObjectsV2', { Bucket, Delimiter: '/' });
  expect(prefixesOf(root)).toEqual(['docs/', 'pics/']);
  expect(root.KeyCount).toBe(7);
  const docs = await s3.call('ListObjectsV2', { Bucket, Delimiter: '/', Prefix: 'docs/' });
  expect([keysOf(docs), prefixesOf(docs)]).toEqual([['docs/', 'docs/1', 'docs/2'], ['docs//']]);
  expect(keysOf(await s3.call('ListObjectsV2', { Bucket, StartAfter: 'pics/y' }))).toEqual(['zü', 'z￿', 'z😀']);
});

test.each([1, 2, 3, 7])('by pages of %i, with either call', async (MaxKeys) => {
  const inTwo: string[] = [];
  for (let ContinuationToken: string | undefined, isTruncated = true; isTruncated; ) {
    const page = await s3.call('ListObjectsV2', { Bucket, MaxKeys, Delimiter: '/', ContinuationToken });
    inTwo.push(...[...keysOf(page), ...prefixesOf(page)].sort());
    ContinuationToken = page.NextContinuationToken;
    isTruncated = page.IsTruncated;
  }
  const inOne: string[] = [];
  for (let Marker: string | undefined, isTruncated = true; isTruncated; ) {
    const page = await s3.call('ListObjects', { Bucket, MaxKeys, Delimiter: '/', Marker });
    inOne.push(...[...keysOf(page), ...prefixesOf(page)].sort());
    Marker = page.NextMarker;
    isTruncated = page.IsTruncated;
  }
  const expected = ['a b', 'a+b', 'docs/', 'pics/', 'z￿', 'z😀', 'zü'];
  expect([...inTwo].sort()).toEqual([...expected].sort());
  expect([...inOne].sort()).toEqual([...expected].sort());
  expect(inTwo).toHaveLength(7);
  expect(inOne).toHaveLength(7);
});

test('url encoding', async () => {
  const page = await s3.call('ListObjectsV2', { Bucket, EncodingType: 'url', Delimiter: '/', StartAfter: 'a ' });
  expect(keysOf(page)).toEqual(['a+b', 'a%2Bb', 'z%C3%BC', 'z%EF%BF%BF', 'z%F0%9F%98%80']);
  expect(prefixesOf(page)).toEqual(['docs/', 'pics/']);
  expect(page).toMatchObject({ EncodingType: 'url', Delimiter: '/', StartAfter: 'a+' });
});

test.each<[object, string]>([
  [{ MaxKeys: -1 }, 'InvalidArgument'],
  [{ EncodingType: 'base64' }, 'InvalidArgument'],
  [{ ContinuationToken: 'nonsense!' }, 'InvalidArgument'],
  [{ Bucket: 'nowhere' }, 'NoSuchBucket'],
])('refuses %j', async (input, code) => {
  await expect(s3.call('ListObjectsV2', { Bucket, ...input })).rejects.toMatchObject({ code });
});

test('no room, no keys', async () => {
  expect(await s3.call('ListObjectsV2', { Bucket, MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
});
