import type { Operation } from '../../../gateway/operation.ts';
import { beyond, commonPrefixOf } from '../key-listing.ts';
import { checkMaxKeys, contentsOf, type ListObjectsBase, listObjectRecords, prefixesOf } from '../object-listing.ts';
import type { S3 } from '../s3-environment.ts';
import { textEncoder } from '../url-encoding.ts';

export interface ListObjectsInput extends ListObjectsBase {
  readonly Marker?: string;
}

export const listObjects =
  (s3: S3): Operation<ListObjectsInput> =>
  (input) => {
    s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
    const encode = textEncoder(input.EncodingType);
    const listing = listObjectRecords(s3, input, afterMarker(input));
    return {
      IsTruncated: listing.isTruncated,
      Marker: encode(input.Marker ?? ''),
      // Without a delimiter clients go on after the last key.
      NextMarker: listing.isTruncated && input.Delimiter ? encode(listing.last) : undefined,
      Contents: listing.rows.length > 0 ? listing.rows.map(({ value }) => contentsOf(value, encode, true)) : undefined,
      Name: input.Bucket,
      Prefix: encode(input.Prefix ?? ''),
      Delimiter: encode(input.Delimiter),
      MaxKeys: checkMaxKeys(input.MaxKeys),
      CommonPrefixes: prefixesOf(listing, encode),
      EncodingType: input.EncodingType,
    };
  };

/** A marker that is a common prefix stands for everything below it. */
function afterMarker({ Marker = '', Prefix = '', Delimiter }: ListObjectsInput): string {
  const isFolder = Marker.startsWith(Prefix) && commonPrefixOf(Marker, Prefix, Delimiter) === Marker;
  return isFolder ? beyond(Marker) : Marker;
}
