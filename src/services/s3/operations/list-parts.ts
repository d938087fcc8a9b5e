import type { Operation } from '../../../gateway/operation.ts';
import { checkMaxKeys } from '../object-listing.ts';
import { type ObjectInput, owner, quoted, type S3, wholeSeconds } from '../s3-environment.ts';

export interface ListPartsInput extends ObjectInput {
  readonly UploadId: string;
  readonly MaxParts?: number;
  readonly PartNumberMarker?: number;
}

export const listParts =
  (s3: S3): Operation<ListPartsInput> =>
  ({ Bucket, Key, UploadId, MaxParts, PartNumberMarker = 0, ExpectedBucketOwner }) => {
    s3.store.bucket(Bucket, ExpectedBucketOwner);
    const upload = s3.uploads.upload(Bucket, Key, UploadId);
    const limit = checkMaxKeys(MaxParts, 'max-parts');
    const found = s3.uploads.parts(UploadId, Number(PartNumberMarker), limit + 1);
    const parts = found.slice(0, limit);
    return {
      Bucket,
      Key,
      UploadId,
      PartNumberMarker: Number(PartNumberMarker),
      NextPartNumberMarker: parts.at(-1)?.partNumber ?? 0,
      MaxParts: limit,
      IsTruncated: limit > 0 && found.length > limit,
      Parts: parts.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: wholeSeconds(part.modifiedMs),
        ETag: quoted(part.eTag),
        Size: part.size,
        ...(upload.checksumWasAsked ? { [`Checksum${upload.checksumAlgorithm}`]: part.checksum } : {}),
      })),
      Initiator: owner(upload.account),
      Owner: owner(upload.account),
      StorageClass: upload.storageClass ?? 'STANDARD',
      ChecksumAlgorithm: upload.checksumWasAsked ? upload.checksumAlgorithm : undefined,
      ChecksumType: upload.checksumWasAsked ? upload.checksumType : undefined,
    };
  };
