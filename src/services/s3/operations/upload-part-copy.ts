import type { Operation } from '../../../gateway/operation.ts';
import { findCopySource, parseCopySource } from '../copy-source.ts';
import { type CopySourceConditions, checkCopySource } from '../preconditions.ts';
import { receiveBody } from '../receive-body.ts';
import { type ObjectInput, quoted, type S3, versionIdOutput, wholeSeconds } from '../s3-environment.ts';
import { invalidArgument, invalidRequest } from '../s3-errors.ts';
import type { PartRecord } from '../s3-records.ts';
import { checkPartNumber } from './upload-part.ts';

export interface UploadPartCopyInput extends ObjectInput, CopySourceConditions {
  readonly CopySource: string;
  readonly CopySourceRange?: string;
  readonly PartNumber: number;
  readonly UploadId: string;
  readonly ExpectedSourceBucketOwner?: string;
}

export const uploadPartCopy =
  (s3: S3): Operation<UploadPartCopyInput> =>
  async (input, context) => {
    const { Bucket, Key, UploadId, PartNumber } = input;
    s3.store.bucket(Bucket, input.ExpectedBucketOwner);
    checkPartNumber(PartNumber);
    const upload = s3.uploads.upload(Bucket, Key, UploadId);
    const source = findCopySource(s3, parseCopySource(input.CopySource), input.ExpectedSourceBucketOwner);
    checkCopySource(source.object, input);
    const { start, end } = parseCopyRange(input.CopySourceRange, source.object.size);
    const stream = s3.store.contents.open(source.object.content, start, end, context.signal);
    const received = await receiveBody(s3.store.contents, s3.now(), stream, {
      checksum: { algorithm: upload.checksumAlgorithm, wasAsked: true },
      request: { headers: {} },
    });
    const part: PartRecord = {
      partNumber: PartNumber,
      size: received.size,
      eTag: received.md5,
      modifiedMs: s3.now(),
      content: received.content.reference,
      checksum: received.checksum,
    };
    await s3.uploads.putPart(Bucket, Key, UploadId, part, received.content);
    return {
      CopySourceVersionId: versionIdOutput(source.bucket, source.object.versionId),
      CopyPartResult: {
        ETag: quoted(part.eTag),
        LastModified: wholeSeconds(part.modifiedMs),
        ...(upload.checksumWasAsked ? { [`Checksum${upload.checksumAlgorithm}`]: part.checksum } : {}),
      },
      ...upload.encryption,
    };
  };

/** Stricter than a GET's: both ends, and inside the source. */
function parseCopyRange(header: string | undefined, size: number): { readonly start: number; readonly end: number } {
  if (header === undefined) return { start: 0, end: size };
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  if (!match || Number(match[1]) > Number(match[2])) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  const range = { start: Number(match[1]), end: Number(match[2]) + 1 };
  if (range.start >= size) throw invalidRequest('The specified copy range is invalid for the source object size');
  if (range.end > size) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    );
  }
  return range;
}
