import type { Operation } from '../../../gateway/operation.ts';
import { type ChecksumInput, parseChecksumRequest } from '../checksums/checksum-request.ts';
import { type BodyInput, receiveBody } from '../receive-body.ts';
import { type ObjectInput, quoted, type S3 } from '../s3-environment.ts';
import { invalidArgument, invalidRequest } from '../s3-errors.ts';
import type { PartRecord } from '../s3-records.ts';

export interface UploadPartInput extends ObjectInput, ChecksumInput {
  readonly Body?: BodyInput;
  readonly ContentLength?: number;
  readonly ContentMD5?: string;
  readonly PartNumber: number;
  readonly UploadId: string;
}

export const uploadPart =
  (s3: S3): Operation<UploadPartInput> =>
  async (input, context) => {
    const { Bucket, Key, UploadId, PartNumber } = input;
    s3.store.bucket(Bucket, input.ExpectedBucketOwner);
    checkPartNumber(PartNumber);
    const upload = s3.uploads.upload(Bucket, Key, UploadId);
    const checksum = parseChecksumRequest(input, context.headers, upload.checksumAlgorithm);
    if (checksum.algorithm !== upload.checksumAlgorithm) {
      // A client may sum its parts although it did not say so at the beginning; then its sum is verified and the upload keeps its own.
      if (upload.checksumWasAsked) {
        throw invalidRequest(
          `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, actual checksum Type: ${checksum.algorithm.toLowerCase()}`,
        );
      }
    }
    const received = await receiveBody(s3.store.contents, s3.now(), input.Body, {
      checksum,
      alsoSum: upload.checksumAlgorithm,
      ContentMD5: input.ContentMD5,
      ContentLength: input.ContentLength,
      request: context,
    });
    const part: PartRecord = {
      partNumber: PartNumber,
      size: received.size,
      eTag: received.md5,
      modifiedMs: s3.now(),
      content: received.content.reference,
      checksum: received.alsoSummed ?? received.checksum,
    };
    await s3.uploads.putPart(Bucket, Key, UploadId, part, received.content);
    return {
      ETag: quoted(part.eTag),
      [`Checksum${checksum.algorithm}`]: received.checksum,
      ...upload.encryption,
    };
  };

export function checkPartNumber(partNumber: number): void {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', partNumber);
  }
}
