/** What ListObjects and ListObjectsV2 have in common. */
import { type Listing, listKeys } from './key-listing.ts';
import { objectKey } from './object-store.ts';
import { type BucketInput, owner, quoted, type S3, wholeSeconds } from './s3-environment.ts';
import { invalidArgument } from './s3-errors.ts';
import type { ObjectRecord } from './s3-records.ts';
import type { TextEncoder } from './url-encoding.ts';

export interface ListObjectsBase extends BucketInput {
  readonly Delimiter?: string;
  readonly EncodingType?: string;
  readonly MaxKeys?: number;
  readonly Prefix?: string;
}

export const MAX_KEYS = 1000;

export function checkMaxKeys(maxKeys: number | undefined, name = 'maxKeys'): number {
  if (maxKeys === undefined) return MAX_KEYS;
  if (maxKeys < 0) {
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, maxKeys);
  }
  return Math.min(maxKeys, MAX_KEYS);
}

export function listObjectRecords(s3: S3, input: ListObjectsBase, after: string): Listing<ObjectRecord> {
  const prefix = input.Prefix ?? '';
  const base = objectKey(input.Bucket, '');
  return listKeys({
    prefix,
    delimiter: input.Delimiter || undefined,
    after,
    limit: checkMaxKeys(input.MaxKeys),
    read: (cursor, limit) =>
      s3.store.objects
        .list({ prefix: base + prefix, after: base + cursor, limit })
        .map(({ value }) => ({ key: value.key, value })),
  });
}

/** One element of `Contents`. */
export function contentsOf(object: ObjectRecord, encode: TextEncoder, withOwner: boolean) {
  return {
    Key: encode(object.key),
    LastModified: wholeSeconds(object.modifiedMs),
    ETag: quoted(object.eTag),
    ChecksumAlgorithm: object.checksum ? [object.checksum.algorithm] : undefined,
    ChecksumType: object.checksum?.type,
    Size: object.size,
    StorageClass: object.storageClass ?? 'STANDARD',
    Owner: withOwner ? owner(object.account) : undefined,
  };
}

export const prefixesOf = (listing: Listing<unknown>, encode: TextEncoder) =>
  listing.commonPrefixes.length > 0 ? listing.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })) : undefined;
