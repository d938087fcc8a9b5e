import type { Operation } from '../../../gateway/operation.ts';
import { beyond, commonPrefixOf, listKeys } from '../key-listing.ts';
import { checkMaxKeys } from '../object-listing.ts';
import { decodeKey, encodeKey, recordsOf } from '../record-keys.ts';
import { type BucketInput, owner, type S3, wholeSeconds } from '../s3-environment.ts';
import type { UploadRecord } from '../s3-records.ts';
import { textEncoder } from '../url-encoding.ts';

export interface ListMultipartUploadsInput extends BucketInput {
  readonly Delimiter?: string;
  readonly EncodingType?: string;
  readonly KeyMarker?: string;
  readonly MaxUploads?: number;
  readonly Prefix?: string;
  readonly UploadIdMarker?: string;
}

export const listMultipartUploads =
  (s3: S3): Operation<ListMultipartUploadsInput> =>
  (input) => {
    const { Bucket, Prefix = '', Delimiter } = input;
    s3.store.bucket(Bucket, input.ExpectedBucketOwner);
    const encode = textEncoder(input.EncodingType);
    const limit = checkMaxKeys(input.MaxUploads, 'max-uploads');
    const listing = listKeys<UploadRecord>({
      prefix: encodeKey(Prefix),
      delimiter: Delimiter ? encodeKey(Delimiter) : undefined,
      after: startOf(input),
      limit,
      nameOf: ({ value }) => encodeKey(value.key),
      read: (after, count) =>
        s3.uploads
          .listed(Bucket, encodeKey(Prefix), after, count)
          .map(({ key, value }) => ({ key: key.slice(Bucket.length + 1), value })),
    });
    const uploads = listing.rows.map(({ value }) => value);
    const endsInFolder = listing.last !== '' && listing.last === listing.commonPrefixes.at(-1);
    const lastUpload = endsInFolder ? undefined : uploads.at(-1);
    return {
      Bucket,
      KeyMarker: encode(input.KeyMarker ?? ''),
      UploadIdMarker: input.UploadIdMarker ?? '',
      NextKeyMarker: listing.isTruncated ? encode(lastUpload?.key ?? decodeKey(listing.last)) : undefined,
      NextUploadIdMarker: listing.isTruncated ? (lastUpload?.uploadId ?? '') : undefined,
      Prefix: encode(Prefix),
      Delimiter: encode(Delimiter),
      MaxUploads: limit,
      IsTruncated: listing.isTruncated,
      Uploads: uploads.map((upload) => ({
        UploadId: upload.uploadId,
        Key: encode(upload.key),
        Initiated: wholeSeconds(upload.initiatedMs),
        StorageClass: upload.storageClass ?? 'STANDARD',
        Owner: owner(upload.account),
        Initiator: owner(upload.account),
        ChecksumAlgorithm: upload.checksumWasAsked ? upload.checksumAlgorithm : undefined,
        ChecksumType: upload.checksumWasAsked ? upload.checksumType : undefined,
      })),
      CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: encode(decodeKey(prefix)) })),
      EncodingType: input.EncodingType,
    };
  };

/** Without an upload id the listing goes on after all uploads of the key, or below the folder that the marker is. */
function startOf({ KeyMarker, UploadIdMarker, Prefix = '', Delimiter }: ListMultipartUploadsInput): string {
  if (!KeyMarker) return '';
  if (UploadIdMarker) return recordsOf(KeyMarker) + UploadIdMarker;
  const isFolder = commonPrefixOf(KeyMarker, Prefix, Delimiter || undefined) === KeyMarker;
  return beyond(isFolder ? encodeKey(KeyMarker) : recordsOf(KeyMarker));
}
