/** Random sequences of operations against a plain Map: whatever happens, both tell the same story. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect, patterned, startS3, type TestS3 } from './s3.testing.ts';

const Bucket = 'bucket';
type Model = Map<string, Buffer>;
type Step = (s3: TestS3, model: Model) => Promise<void>;

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '+', 'é', '😀'), minLength: 1, maxLength: 4 });
const size = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 16_000, max: 17_000 }), fc.constant(60_000));
const inByteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const put = fc.tuple(key, size, fc.nat(1000)).map(
  ([Key, bytes, seed]): Step =>
    async (s3, model) => {
      const Body = patterned(bytes, seed);
      await s3.call('PutObject', { Bucket, Key, Body });
      model.set(Key, Body);
    },
);

const remove = key.map(
  (Key): Step =>
    async (s3, model) => {
      await s3.call('DeleteObject', { Bucket, Key });
      model.delete(Key);
    },
);

const removeMany = fc.array(key, { minLength: 1, maxLength: 4 }).map(
  (keys): Step =>
    async (s3, model) => {
      await s3.call('DeleteObjects', { Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } });
      for (const Key of keys) model.delete(Key);
    },
);

const copy = fc.tuple(key, key).map(
  ([from, Key]): Step =>
    async (s3, model) => {
      const CopySource = `${Bucket}/${encodeURIComponent(from)}`;
      const copied = s3.call('CopyObject', { Bucket, Key, CopySource, MetadataDirective: 'REPLACE' });
      const bytes = model.get(from);
      if (!bytes) return expect(copied).rejects.toMatchObject({ code: 'NoSuchKey' });
      await copied;
      model.set(Key, bytes);
    },
);

const upload = fc.tuple(key, size, fc.boolean()).map(
  ([Key, bytes, completes]): Step =>
    async (s3, model) => {
      const Body = patterned(bytes, 7);
      const { UploadId } = await s3.call('CreateMultipartUpload', { Bucket, Key });
      const { ETag } = await s3.call('UploadPart', { Bucket, Key, UploadId, PartNumber: 2, Body });
      if (!completes) {
        await s3.call('AbortMultipartUpload', { Bucket, Key, UploadId });
        return;
      }
      const MultipartUpload = { Parts: [{ PartNumber: 2, ETag }] };
      await s3.call('CompleteMultipartUpload', { Bucket, Key, UploadId, MultipartUpload });
      model.set(Key, Body);
    },
);

const read = fc.tuple(key, fc.nat(70_000), fc.nat(70_000)).map(
  ([Key, a, b]): Step =>
    async (s3, model) => {
      const bytes = model.get(Key);
      const got = s3.call('GetObject', { Bucket, Key, Range: `bytes=${Math.min(a, b)}-${Math.max(a, b)}` });
      if (!bytes) return expect(got).rejects.toMatchObject({ code: 'NoSuchKey' });
      if (Math.min(a, b) >= bytes.length) return expect(got).rejects.toMatchObject({ code: 'InvalidRange' });
      const expected = bytes.subarray(Math.min(a, b), Math.max(a, b) + 1);
      expect((await collect((await got).Body)).equals(expected)).toBe(true);
    },
);

const list = fc.tuple(fc.constantFrom('', 'a', 'é', '/'), fc.integer({ min: 1, max: 4 })).map(
  ([Prefix, MaxKeys]): Step =>
    async (s3, model) => {
      const listed: [string, number][] = [];
      for (let ContinuationToken: string | undefined, isTruncated = true; isTruncated; ) {
        const page = await s3.call('ListObjectsV2', { Bucket, Prefix, MaxKeys, ContinuationToken });
        for (const item of page.Contents ?? []) listed.push([item.Key, item.Size]);
        ContinuationToken = page.NextContinuationToken;
        isTruncated = page.IsTruncated;
      }
      const keys = [...model.keys()].filter((item) => item.startsWith(Prefix)).sort(inByteOrder);
      expect(listed).toEqual(keys.map((item) => [item, model.get(item)!.length]));
    },
);

test.each(['never on', 'Enabled', 'Suspended'])('versioning %s: the bucket is what the model is', async (Status) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(put, put, remove, removeMany, copy, upload, read, list), { maxLength: 40 }),
      async (steps) => {
        await using s3 = startS3();
        await s3.call('CreateBucket', { Bucket });
        if (Status !== 'never on')
          await s3.call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } });
        const model: Model = new Map();
        for (const step of steps) await step(s3, model);
        for (const [Key, bytes] of model) {
          expect((await collect((await s3.call('GetObject', { Bucket, Key })).Body)).equals(bytes)).toBe(true);
        }
      },
    ),
    { numRuns: 40 },
  );
});
