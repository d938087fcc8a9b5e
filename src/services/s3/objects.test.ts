import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { collect, patterned, startS3, streamOf, type TestS3 } from './s3.testing.ts';

let s3: TestS3;

beforeEach(async () => {
  s3 = startS3();
  await s3.call('CreateBucket', { Bucket: 'bucket' });
  return () => s3[Symbol.asyncDispose]();
});

const put = (Key: string, Body: unknown, more: object = {}) =>
  s3.call('PutObject', { Bucket: 'bucket', Key, Body, ...more });
const get = (Key: string, more: object = {}) => s3.call('GetObject', { Bucket: 'bucket', Key, ...more });
const bytesOf = async (Key: string, more: object = {}) => collect((await get(Key, more)).Body);
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const crc = (bytes: Uint8Array) => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
};

test.each([0, 1, 16 * 1024, 16 * 1024 + 1, 700_000])('%i bytes come back as they went in', async (size) => {
  const bytes = patterned(size);
  const { ETag } = await put('k', streamOf(bytes.subarray(0, 10), bytes.subarray(10)));
  expect(ETag).toBe(`"${md5(bytes)}"`);
  const output = await get('k');
  expect(output.ContentLength).toBe(size);
  expect((await collect(output.Body)).equals(bytes)).toBe(true);
});

test.each([
  'a+b c',
  'folder//double',
  '../../../etc/passwd',
  '..',
  './x',
  '/leading',
  'ünï/😀\u0001',
  'a?b#c%41&d="e"<f>',
  'x'.repeat(1024),
])('the key %j is a key like any other', async (key) => {
  await put(key, key);
  expect((await bytesOf(key)).toString()).toBe(key);
  expect((await s3.call('ListObjectsV2', { Bucket: 'bucket' })).Contents[0].Key).toBe(key);
});

test('metadata, headers and tags come back', async () => {
  const Expires = new Date('2030-01-01T00:00:00Z');
  const headers = {
    CacheControl: 'no-cache',
    ContentDisposition: 'attachment',
    ContentLanguage: 'en',
    ContentType: 'text/plain',
    StorageClass: 'STANDARD_IA',
    Expires,
  };
  await put('k', 'x', {
    ...headers,
    ContentEncoding: 'aws-chunked,gzip',
    Metadata: { Some: 'Value' },
    Tagging: 'a=1&b=%2B',
  });
  const head = await s3.call('HeadObject', { Bucket: 'bucket', Key: 'k' });
  expect(head).toMatchObject({ ...headers, ContentEncoding: 'gzip', Metadata: { some: 'Value' }, TagCount: 2 });
  expect(head.ServerSideEncryption).toBe('AES256');
  expect(head.LastModified).toEqual(new Date('2026-01-02T03:04:05.000Z'));
  expect((await s3.call('GetObjectTagging', { Bucket: 'bucket', Key: 'k' })).TagSet).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '+' },
  ]);
  expect((await get('k', { ResponseContentType: 'text/html' })).ContentType).toBe('text/html');
  await put('plain', 'x');
  expect((await get('plain')).ContentType).toBe('binary/octet-stream');
});

test.each([
  ['small', 1_000],
  ['in a file', 300_000],
])('ranges of an object that is %s', async (_name, size) => {
  const bytes = patterned(size);
  await put('k', bytes);
  const output = await get('k', { Range: 'bytes=100-899' });
  expect(s3.answered.status).toBe(206);
  expect(output).toMatchObject({ ContentLength: 800, ContentRange: `bytes 100-899/${size}` });
  expect((await collect(output.Body)).equals(bytes.subarray(100, 900))).toBe(true);
  expect(await bytesOf('k', { Range: 'bytes=-5' })).toEqual(bytes.subarray(-5));
  expect((await get('k', { Range: 'bytes=3-1' })).ContentRange).toBeUndefined();
  await expect(get('k', { Range: `bytes=${size}-` })).rejects.toMatchObject({
    code: 'InvalidRange',
    status: 416,
    fields: { ActualObjectSize: size },
  });
});

const past = new Date('2020-01-01T00:00:00Z');
const future = new Date('2030-01-01T00:00:00Z');
const tag = `"${md5(Buffer.from('x'))}"`;
test.each<[object, 200 | 304 | 412]>([
  [{ IfMatch: tag }, 200],
  [{ IfMatch: '*' }, 200],
  [{ IfMatch: '"other"' }, 412],
  [{ IfNoneMatch: tag }, 304],
  [{ IfNoneMatch: tag.slice(1, -1) }, 304],
  [{ IfNoneMatch: '"other"' }, 200],
  [{ IfModifiedSince: past }, 200],
  [{ IfModifiedSince: future }, 304],
  [{ IfUnmodifiedSince: past }, 412],
  [{ IfUnmodifiedSince: future }, 200],
  [{ IfMatch: tag, IfUnmodifiedSince: past }, 200],
  [{ IfNoneMatch: '"other"', IfModifiedSince: future }, 200],
  [{ IfModifiedSince: new Date('2026-01-02T03:04:05Z') }, 304],
])('conditions %j on reading: %i', async (conditions, status) => {
  await put('k', 'x');
  const answer = get('k', conditions).then(
    () => 200,
    (error) => error.status,
  );
  expect(await answer).toBe(status);
});

test('conditions on writing', async () => {
  await put('k', 'one', { IfNoneMatch: '*' });
  await expect(put('k', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({
    code: 'PreconditionFailed',
    status: 412,
    fields: { Condition: 'If-None-Match' },
  });
  await expect(put('k', 'two', { IfMatch: '"other"' })).rejects.toMatchObject({ code: 'PreconditionFailed' });
  await expect(put('none', 'two', { IfMatch: '"other"' })).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 });
  await put('k', 'three', { IfMatch: `"${md5(Buffer.from('one'))}"` });
  expect((await bytesOf('k')).toString()).toBe('three');
});

test('of many that create a key at once, one does', async () => {
  const puts = Array.from({ length: 10 }, (_, n) => put('k', streamOf(`${n}`), { IfNoneMatch: '*' }));
  const results = await Promise.allSettled(puts);
  const winner = results.findIndex((result) => result.status === 'fulfilled');
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect((await bytesOf('k')).toString()).toBe(`${winner}`);
});

test('checksums are verified, kept and told', async () => {
  const bytes = Buffer.from('some bytes');
  const sum = crc(bytes);
  expect(await put('k', bytes, { ChecksumCRC32: sum })).toMatchObject({
    ChecksumCRC32: sum,
    ChecksumType: 'FULL_OBJECT',
  });
  expect((await get('k')).ChecksumCRC32).toBeUndefined();
  expect((await get('k', { ChecksumMode: 'ENABLED' })).ChecksumCRC32).toBe(sum);
  expect((await get('k', { ChecksumMode: 'ENABLED', Range: 'bytes=0-1' })).ChecksumCRC32).toBeUndefined();
  await expect(put('k', 'other', { ChecksumCRC32: sum })).rejects.toMatchObject({ code: 'BadDigest', status: 400 });
  await expect(put('k', 'x', { ChecksumCRC32: 'AA==' })).rejects.toMatchObject({
    code: 'InvalidRequest',
    message: 'Value for x-amz-checksum-crc32 header is invalid.',
  });
  await expect(put('k', 'x', { ChecksumCRC32: sum, ChecksumSHA1: 'x' })).rejects.toMatchObject({
    code: 'InvalidRequest',
  });
  expect(await collect((await get('k')).Body)).toEqual(bytes);
  expect(await put('default', bytes)).toHaveProperty('ChecksumCRC64NVME');
  expect(await put('sha', bytes, { ChecksumAlgorithm: 'SHA256' })).toMatchObject({
    ChecksumSHA256: createHash('sha256').update(bytes).digest('base64'),
  });
});

test('a checksum in a trailer', async () => {
  const bytes = Buffer.from('some bytes');
  const trailers: Record<string, string> = {};
  async function* body() {
    yield bytes;
    trailers['x-amz-checksum-crc32'] = crc(bytes);
  }
  const headers = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
  const input = { Bucket: 'bucket', Key: 'k', Body: body() };
  expect(await s3.call('PutObject', input, { headers, trailers })).toMatchObject({ ChecksumCRC32: crc(bytes) });
});

test.each<[string, object, Record<string, string>, string]>([
  ['a wrong MD5', { ContentMD5: createHash('md5').update('y').digest('base64') }, {}, 'BadDigest'],
  ['nonsense for an MD5', { ContentMD5: 'abc' }, {}, 'InvalidDigest'],
  ['fewer bytes than announced', { ContentLength: 5 }, {}, 'IncompleteBody'],
  ['too many bytes announced', { ContentLength: 5 * 1024 ** 3 + 1 }, {}, 'EntityTooLarge'],
  ['a wrong payload hash', {}, { 'x-amz-content-sha256': 'a'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
  ['a key that is too long', { Key: 'é'.repeat(513) }, {}, 'KeyTooLongError'],
  ['too much metadata', { Metadata: { a: 'x'.repeat(2048) } }, {}, 'MetadataTooLarge'],
  ['an unknown storage class', { StorageClass: 'CHEAP' }, {}, 'InvalidStorageClass'],
  ['a list for everybody', { ACL: 'public-read' }, {}, 'AccessControlListNotSupported'],
  ['a key of the customer', { SSECustomerAlgorithm: 'AES256' }, {}, 'NotImplemented'],
  ['a lock', { ObjectLockMode: 'GOVERNANCE' }, {}, 'InvalidRequest'],
  ['eleven tags', { Tagging: Array.from({ length: 11 }, (_, n) => `k${n}=v`).join('&') }, {}, 'BadRequest'],
  ['a bucket that is not there', { Bucket: 'nowhere' }, {}, 'NoSuchBucket'],
  ['another owner', { ExpectedBucketOwner: '111111111111' }, {}, 'AccessDenied'],
])('refuses %s and keeps the old object', async (_name, more, headers, code) => {
  await put('k', 'old');
  const input = { Bucket: 'bucket', Key: 'k', Body: streamOf('x'), ...more };
  await expect(s3.call('PutObject', input, { headers })).rejects.toMatchObject({ code });
  expect((await bytesOf('k')).toString()).toBe('old');
});

test('a body that breaks off leaves the old object', async () => {
  await put('k', 'old');
  async function* broken() {
    yield patterned(100_000);
    throw new Error('the client went away');
  }
  await expect(put('k', broken())).rejects.toThrow('the client went away');
  expect((await bytesOf('k')).toString()).toBe('old');
});

test.each([
  ['small', 100],
  ['in a file', 900_000],
])('a reader of an object that is %s gets it whole, though it is replaced meanwhile', async (_name, size) => {
  const old = patterned(size, 1);
  await put('k', old);
  const { Body } = await get('k');
  await put('k', patterned(size, 2));
  await s3.call('DeleteObject', { Bucket: 'bucket', Key: 'k' });
  expect((await collect(Body)).equals(old)).toBe(true);
  await expect(get('k')).rejects.toMatchObject({ code: 'NoSuchKey', message: 'The specified key does not exist.' });
});

test('deleting: one, many, what is not there', async () => {
  for (const key of ['a', 'b', 'c']) await put(key, key);
  expect(await s3.call('DeleteObject', { Bucket: 'bucket', Key: 'a' })).toEqual({});
  expect(await s3.call('DeleteObject', { Bucket: 'bucket', Key: 'a' })).toEqual({});
  const Objects = [{ Key: 'b' }, { Key: 'none' }, { Key: 'x'.repeat(1025) }];
  expect(await s3.call('DeleteObjects', { Bucket: 'bucket', Delete: { Objects } })).toMatchObject({
    Deleted: [{ Key: 'b' }, { Key: 'none' }],
    Errors: [{ Code: 'KeyTooLongError' }],
  });
  const quiet = await s3.call('DeleteObjects', { Bucket: 'bucket', Delete: { Objects: [{ Key: 'c' }], Quiet: true } });
  expect(quiet).toEqual({ Deleted: undefined, Errors: undefined });
  expect((await s3.call('ListObjectsV2', { Bucket: 'bucket' })).KeyCount).toBe(0);
  await expect(s3.call('DeleteObjects', { Bucket: 'bucket', Delete: { Objects: [] } })).rejects.toMatchObject({
    code: 'MalformedXML',
  });
});

test.each([
  ['small', 100],
  ['in a file', 200_000],
])('copying an object that is %s', async (_name, size) => {
  const bytes = patterned(size);
  await put('source +/ü', bytes, { ContentType: 'text/x', Metadata: { m: '1' }, Tagging: 't=1' });
  const CopySource = `/bucket/${encodeURIComponent('source +/ü')}`;
  const copy = (Key: string, more: object) => s3.call('CopyObject', { Bucket: 'bucket', Key, CopySource, ...more });
  const { CopyObjectResult } = await copy('copy', {});
  expect(CopyObjectResult.ETag).toBe(`"${md5(bytes)}"`);
  expect(await get('copy')).toMatchObject({ ContentType: 'text/x', Metadata: { m: '1' }, TagCount: 1 });
  await copy('replaced', { MetadataDirective: 'REPLACE', Metadata: { n: '2' }, TaggingDirective: 'REPLACE' });
  expect(await get('replaced')).toMatchObject({ Metadata: { n: '2' }, TagCount: undefined });
  await s3.call('DeleteObject', { Bucket: 'bucket', Key: 'source +/ü' });
  expect((await bytesOf('copy')).equals(bytes)).toBe(true);
  expect((await bytesOf('replaced')).equals(bytes)).toBe(true);
});

test('what may not be copied', async () => {
  await put('k', 'x', { Metadata: { a: '1' } });
  const copy = (more: object) => s3.call('CopyObject', { Bucket: 'bucket', Key: 'k', CopySource: 'bucket/k', ...more });
  await expect(copy({})).rejects.toMatchObject({
    code: 'InvalidRequest',
    message: expect.stringContaining('This copy request is illegal because it is trying to copy an object to itself'),
  });
  await copy({ MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
  expect((await get('k')).Metadata).toEqual({ b: '2' });
  expect((await bytesOf('k')).toString()).toBe('x');
  await expect(copy({ CopySource: 'bucket/none' })).rejects.toMatchObject({ code: 'NoSuchKey' });
  await expect(copy({ CopySource: 'nowhere/none' })).rejects.toMatchObject({ code: 'NoSuchBucket' });
  await expect(copy({ CopySource: 'bucket' })).rejects.toMatchObject({ code: 'InvalidArgument' });
  await expect(copy({ Key: 'z', CopySourceIfMatch: '"no"' })).rejects.toMatchObject({ code: 'PreconditionFailed' });
  await expect(copy({ Key: 'z', CopySourceIfNoneMatch: '*' })).rejects.toMatchObject({ status: 412 });
});

test('events are told once the change is there', async () => {
  await put('k', 'abc');
  await s3.call('CopyObject', { Bucket: 'bucket', Key: 'c', CopySource: 'bucket/k' });
  await s3.call('DeleteObject', { Bucket: 'bucket', Key: 'k' });
  await s3.call('DeleteObject', { Bucket: 'bucket', Key: 'k' });
  expect(s3.events.map(({ type, key, size }) => [type, key, size])).toEqual([
    ['ObjectCreated:Put', 'k', 3],
    ['ObjectCreated:Copy', 'c', 3],
    ['ObjectRemoved:Delete', 'k', undefined],
  ]);
  expect(s3.events[0]).toMatchObject({ bucket: 'bucket', eTag: md5(Buffer.from('abc')), requestId: 'request-1' });
});

test('attributes and access lists', async () => {
  await put('k', 'abc', { ChecksumAlgorithm: 'SHA1' });
  const ObjectAttributes = ['ETag', 'Checksum', 'ObjectSize', 'StorageClass', 'ObjectParts'];
  expect(await s3.call('GetObjectAttributes', { Bucket: 'bucket', Key: 'k', ObjectAttributes })).toMatchObject({
    ETag: md5(Buffer.from('abc')),
    ObjectSize: 3,
    StorageClass: 'STANDARD',
    Checksum: { ChecksumType: 'FULL_OBJECT', ChecksumSHA1: 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0=' },
    ObjectParts: undefined,
  });
  const { Owner, Grants } = await s3.call('GetObjectAcl', { Bucket: 'bucket', Key: 'k' });
  expect(Grants).toEqual([{ Grantee: { Type: 'CanonicalUser', ID: Owner.ID }, Permission: 'FULL_CONTROL' }]);
});

test('HEAD says what is not there by its status alone', async () => {
  for (const input of [
    { Bucket: 'bucket', Key: 'none' },
    { Bucket: 'nowhere', Key: 'none' },
  ]) {
    await expect(s3.call('HeadObject', input)).rejects.toMatchObject({ code: 'NotFound', status: 404 });
  }
});
