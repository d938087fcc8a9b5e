import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { collect, patterned, startS3, type TestS3 } from './s3.testing.ts';

const MIB = 1024 ** 2;
const first = patterned(5 * MIB, 1);
const second = patterned(5 * MIB + 17, 2);
const third = patterned(100, 3);

let s3: TestS3;
let UploadId: string;
const Bucket = 'bucket';
const Key = 'big file';

beforeEach(async () => {
  s3 = startS3();
  await s3.call('CreateBucket', { Bucket });
  ({ UploadId } = await s3.call('CreateMultipartUpload', { Bucket, Key, ContentType: 'text/x', Metadata: { a: '1' } }));
  return () => s3[Symbol.asyncDispose]();
});

const md5 = (...chunks: Uint8Array[]) => {
  const hash = createHash('md5');
  for (const chunk of chunks) hash.update(chunk);
  return hash;
};
const crc = (bytes: Uint8Array) => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
};
const upload = (PartNumber: number, Body: Uint8Array, more: object = {}) =>
  s3.call('UploadPart', { Bucket, Key, UploadId, PartNumber, Body, ...more });
const complete = (Parts: object[], more: object = {}) =>
  s3.call('CompleteMultipartUpload', { Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more });
const get = (more: object = {}) => s3.call('GetObject', { Bucket, Key, ...more });

async function uploadAll(more: (bytes: Uint8Array) => object = () => ({})) {
  const parts = [];
  for (const [PartNumber, bytes] of [
    [3, first],
    [5, second],
    [9, third],
  ] as const) {
    const { ETag } = await upload(PartNumber, bytes, more(bytes));
    parts.push({ PartNumber, ETag, ...more(bytes) });
  }
  return parts;
}

test('parts become one object, without one byte copied or lost', async () => {
  const parts = await uploadAll();
  await expect(get()).rejects.toMatchObject({ code: 'NoSuchKey' });
  const done = await complete(parts);
  const eTag = `${md5(md5(first).digest(), md5(second).digest(), md5(third).digest()).digest('hex')}-3`;
  expect(done).toMatchObject({ Bucket, Key, ETag: `"${eTag}"`, Location: 'http://127.0.0.1:4566/bucket/big%20file' });
  const whole = Buffer.concat([first, second, third]);
  const output = await get();
  expect(output).toMatchObject({ ContentType: 'text/x', Metadata: { a: '1' }, ContentLength: whole.length });
  expect((await collect(output.Body)).equals(whole)).toBe(true);
  const from = 5 * MIB - 3;
  const across = await get({ Range: `bytes=${from}-${whole.length - 50}` });
  expect((await collect(across.Body)).equals(whole.subarray(from, whole.length - 49))).toBe(true);
  const part = await get({ PartNumber: 2 });
  expect(part).toMatchObject({ PartsCount: 3, ContentRange: `bytes ${5 * MIB}-${10 * MIB + 16}/${whole.length}` });
  expect((await collect(part.Body)).equals(second)).toBe(true);
  await expect(get({ PartNumber: 4 })).rejects.toMatchObject({ code: 'InvalidPartNumber', status: 416 });
  expect(s3.events.map(({ type, eTag, size }) => [type, eTag, size])).toEqual([
    ['ObjectCreated:CompleteMultipartUpload', eTag, whole.length],
  ]);
  await expect(complete(parts)).rejects.toMatchObject({ code: 'NoSuchUpload' });
  const copied = await s3.call('CopyObject', { Bucket, Key: 'copy', CopySource: 'bucket/big%20file' });
  expect(copied.CopyObjectResult.ETag).toBe(`"${md5(whole).digest('hex')}"`);
});

test('a part can be sent again, and parts that are not listed go', async () => {
  await upload(1, patterned(200_000, 8));
  const { ETag } = await upload(1, third);
  await upload(2, patterned(50_000, 9));
  await complete([{ PartNumber: 1, ETag }]);
  expect(await collect((await get()).Body)).toEqual(third);
});

test('composite checksums', async () => {
  ({ UploadId } = await s3.call('CreateMultipartUpload', { Bucket, Key, ChecksumAlgorithm: 'CRC32' }));
  const parts = await uploadAll((bytes) => ({ ChecksumCRC32: crc(bytes).toString('base64') }));
  await expect(complete(parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })))).rejects.toMatchObject({
    code: 'InvalidRequest',
    message: expect.stringContaining('It was missing for part 3 in the request.'),
  });
  await expect(upload(1, third, { ChecksumSHA1: createHash('sha1').update(third).digest('base64') })).rejects.toThrow(
    'Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: sha1',
  );
  const expected = `${crc(Buffer.concat([crc(first), crc(second), crc(third)])).toString('base64')}-3`;
  expect(await complete(parts)).toMatchObject({ ChecksumCRC32: expected, ChecksumType: 'COMPOSITE' });
});

test('checksums of the full object', async () => {
  const whole = Buffer.concat([first, second, third]);
  ({ UploadId } = await s3.call('CreateMultipartUpload', {
    Bucket,
    Key,
    ChecksumAlgorithm: 'CRC32',
    ChecksumType: 'FULL_OBJECT',
  }));
  const parts = await uploadAll();
  const ChecksumCRC32 = crc(whole).toString('base64');
  await expect(complete(parts, { ChecksumCRC32: crc(third).toString('base64') })).rejects.toMatchObject({
    code: 'BadDigest',
  });
  expect(await complete(parts, { ChecksumCRC32 })).toMatchObject({ ChecksumCRC32, ChecksumType: 'FULL_OBJECT' });
  expect((await get({ ChecksumMode: 'ENABLED' })).ChecksumCRC32).toBe(ChecksumCRC32);
  expect((await get({ ChecksumMode: 'ENABLED', PartNumber: 3 })).ChecksumCRC32).toBe(crc(third).toString('base64'));
  const attributes = await s3.call('GetObjectAttributes', { Bucket, Key, ObjectAttributes: ['ObjectParts'] });
  expect(attributes.ObjectParts).toMatchObject({ TotalPartsCount: 3, IsTruncated: false });
});

test('what cannot be completed', async () => {
  const { ETag } = await upload(1, third);
  const { ETag: other } = await upload(2, first);
  await expect(complete([])).rejects.toMatchObject({ code: 'MalformedXML' });
  await expect(complete([{ PartNumber: 7, ETag }])).rejects.toMatchObject({ code: 'InvalidPart' });
  await expect(complete([{ PartNumber: 1, ETag: other }])).rejects.toMatchObject({ code: 'InvalidPart' });
  await expect(
    complete([
      { PartNumber: 2, ETag: other },
      { PartNumber: 1, ETag },
    ]),
  ).rejects.toMatchObject({
    code: 'InvalidPartOrder',
  });
  await expect(
    complete([
      { PartNumber: 1, ETag },
      { PartNumber: 2, ETag: other },
    ]),
  ).rejects.toMatchObject({
    code: 'EntityTooSmall',
    fields: { PartNumber: 1, ProposedSize: 100, MinSizeAllowed: 5 * MIB },
  });
  await expect(upload(10_001, third)).rejects.toMatchObject({
    code: 'InvalidArgument',
    message: 'Part number must be an integer between 1 and 10000, inclusive',
  });
  await complete([{ PartNumber: 1, ETag }]);
});

test('aborting removes the parts; nothing is left of the upload', async () => {
  await upload(1, first);
  await s3.call('AbortMultipartUpload', { Bucket, Key, UploadId });
  await expect(upload(1, first)).rejects.toMatchObject({ code: 'NoSuchUpload', status: 404 });
  await expect(s3.call('AbortMultipartUpload', { Bucket, Key, UploadId })).rejects.toMatchObject({
    code: 'NoSuchUpload',
  });
  expect((await s3.call('ListMultipartUploads', { Bucket })).Uploads).toEqual([]);
});

test('an upload in progress does not keep its bucket', async () => {
  await upload(1, first);
  await s3.call('DeleteBucket', { Bucket });
  await s3.call('CreateBucket', { Bucket });
  await expect(upload(2, first)).rejects.toMatchObject({ code: 'NoSuchUpload' });
});

test('parts that are copied', async () => {
  await s3.call('PutObject', { Bucket, Key: 'source', Body: second });
  const copy = (PartNumber: number, CopySourceRange?: string) =>
    s3.call('UploadPartCopy', { Bucket, Key, UploadId, PartNumber, CopySource: 'bucket/source', CopySourceRange });
  const one = await copy(1);
  const two = await copy(2, 'bytes=10-19');
  await complete([
    { PartNumber: 1, ETag: one.CopyPartResult.ETag },
    { PartNumber: 2, ETag: two.CopyPartResult.ETag },
  ]);
  expect((await collect((await get()).Body)).equals(Buffer.concat([second, second.subarray(10, 20)]))).toBe(true);
});

test.each(['bytes=0-', 'bytes=5-2', `bytes=0-${second.length}`])(
  'a part copied from %s is refused',
  async (CopySourceRange) => {
    await s3.call('PutObject', { Bucket, Key: 'source', Body: second });
    const input = { Bucket, Key, UploadId, PartNumber: 1, CopySource: 'bucket/source', CopySourceRange };
    await expect(s3.call('UploadPartCopy', input)).rejects.toMatchObject({ code: 'InvalidArgument' });
  },
);

test('listing parts and uploads by pages', async () => {
  for (const PartNumber of [1, 2, 10]) await upload(PartNumber, third);
  const page = await s3.call('ListParts', { Bucket, Key, UploadId, MaxParts: 2 });
  expect(page).toMatchObject({
    IsTruncated: true,
    NextPartNumberMarker: 2,
    Parts: [{ PartNumber: 1 }, { PartNumber: 2 }],
  });
  const rest = await s3.call('ListParts', { Bucket, Key, UploadId, PartNumberMarker: 2 });
  expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 10, Size: 100 }] });

  for (const key of ['big file', 'a/1', 'a/2', 'z']) {
    s3.nowMs += 1000;
    await s3.call('CreateMultipartUpload', { Bucket, Key: key });
  }
  const keys: string[] = [];
  let markers = {};
  for (let isTruncated = true; isTruncated; ) {
    const uploads = await s3.call('ListMultipartUploads', { Bucket, MaxUploads: 1, Delimiter: '/', ...markers });
    keys.push(...uploads.Uploads.map((item: { Key: string }) => item.Key));
    keys.push(...uploads.CommonPrefixes.map((item: { Prefix: string }) => item.Prefix));
    markers = { KeyMarker: uploads.NextKeyMarker, UploadIdMarker: uploads.NextUploadIdMarker };
    isTruncated = uploads.IsTruncated;
  }
  expect(keys).toEqual(['a/', 'big file', 'big file', 'z']);
});
