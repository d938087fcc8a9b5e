import type { Operation } from '../../../gateway/operation.ts';
import { parseChecksumAlgorithm } from '../checksums/checksum-request.ts';
import { isCombinable } from '../checksums/crc-combine.ts';
import { checkKey } from '../names.ts';
import { type AttributesInput, parseAttributes } from '../object-attributes.ts';
import { newUploadId } from '../random-id.ts';
import type { ObjectInput, S3 } from '../s3-environment.ts';
import { invalidRequest } from '../s3-errors.ts';
import type { ChecksumAlgorithm, ChecksumType, UploadRecord } from '../s3-records.ts';

export interface CreateMultipartUploadInput extends ObjectInput, AttributesInput {
  readonly ChecksumAlgorithm?: string;
  readonly ChecksumType?: string;
}

export const createMultipartUpload =
  (s3: S3): Operation<CreateMultipartUploadInput> =>
  async (input) => {
    const bucket = s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
    checkKey(input.Key);
    const upload: UploadRecord = {
      ...parseAttributes(input, bucket),
      ...parseChecksum(input),
      uploadId: newUploadId(s3.now()),
      key: input.Key,
      account: bucket.account,
      initiatedMs: s3.now(),
    };
    await s3.uploads.create(input.Bucket, upload);
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: upload.uploadId,
      ...upload.encryption,
      ChecksumAlgorithm: upload.checksumWasAsked ? upload.checksumAlgorithm : undefined,
      ChecksumType: upload.checksumWasAsked ? upload.checksumType : undefined,
    };
  };

function parseChecksum({
  ChecksumAlgorithm: asked,
  ChecksumType: type,
}: CreateMultipartUploadInput): Pick<UploadRecord, 'checksumAlgorithm' | 'checksumType' | 'checksumWasAsked'> {
  if (asked === undefined) {
    if (type !== undefined)
      throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
    return { checksumAlgorithm: 'CRC64NVME', checksumType: 'FULL_OBJECT', checksumWasAsked: false };
  }
  const checksumAlgorithm = parseChecksumAlgorithm(asked);
  const checksumType = (type ?? defaultType(checksumAlgorithm)) as ChecksumType;
  const isPossible = checksumType === 'COMPOSITE' ? checksumAlgorithm !== 'CRC64NVME' : isCombinable(checksumAlgorithm);
  if (!isPossible) {
    throw invalidRequest(
      `The ${checksumType} checksum type cannot be used with the ${checksumAlgorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { checksumAlgorithm, checksumType, checksumWasAsked: true };
}

const defaultType = (algorithm: ChecksumAlgorithm): ChecksumType =>
  algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
