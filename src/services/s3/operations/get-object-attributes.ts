import type { Operation } from '../../../gateway/operation.ts';
import { checksumOutput } from '../checksums/checksum-request.ts';
import { findVersion, type VersionInput } from '../find-version.ts';
import { checkMaxKeys } from '../object-listing.ts';
import { type S3, versionIdOutput, wholeSeconds } from '../s3-environment.ts';
import type { ObjectRecord } from '../s3-records.ts';

export interface GetObjectAttributesInput extends VersionInput {
  readonly ObjectAttributes: readonly string[];
  readonly MaxParts?: number;
  readonly PartNumberMarker?: number;
}

export const getObjectAttributes =
  (s3: S3): Operation<GetObjectAttributesInput> =>
  (input, context) => {
    const { bucket, object } = findVersion(s3, input, context, 'GET');
    const wants = new Set(input.ObjectAttributes);
    return {
      LastModified: wholeSeconds(object.modifiedMs),
      VersionId: versionIdOutput(bucket, object.versionId),
      // Without quotes, unlike everywhere else.
      ETag: wants.has('ETag') ? object.eTag : undefined,
      Checksum: wants.has('Checksum') ? checksumOutput(object.checksum) : undefined,
      ObjectParts: wants.has('ObjectParts') ? objectParts(s3, object, input) : undefined,
      StorageClass: wants.has('StorageClass') ? (object.storageClass ?? 'STANDARD') : undefined,
      ObjectSize: wants.has('ObjectSize') ? object.size : undefined,
    };
  };

function objectParts(s3: S3, object: ObjectRecord, { MaxParts, PartNumberMarker = 0 }: GetObjectAttributesInput) {
  const manifest = s3.store.contents.manifest(object.content);
  if (!manifest) return undefined;
  const limit = checkMaxKeys(MaxParts, 'max-parts');
  const after = manifest.parts.filter((part) => part.partNumber > Number(PartNumberMarker));
  const parts = after.slice(0, limit);
  return {
    TotalPartsCount: manifest.parts.length,
    PartNumberMarker: Number(PartNumberMarker),
    NextPartNumberMarker: parts.at(-1)?.partNumber ?? 0,
    MaxParts: limit,
    IsTruncated: after.length > limit,
    Parts: parts.map((part) => ({
      PartNumber: part.partNumber,
      Size: part.size,
      [`Checksum${object.checksum?.algorithm}`]: part.checksum,
    })),
  };
}
