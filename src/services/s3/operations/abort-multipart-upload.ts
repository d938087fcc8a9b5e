import type { Operation } from '../../../gateway/operation.ts';
import type { ObjectInput, S3 } from '../s3-environment.ts';
import { preconditionFailed } from '../s3-errors.ts';

export interface AbortMultipartUploadInput extends ObjectInput {
  readonly UploadId: string;
  readonly IfMatchInitiatedTime?: Date;
}

export const abortMultipartUpload =
  (s3: S3): Operation<AbortMultipartUploadInput> =>
  async ({ Bucket, Key, UploadId, ExpectedBucketOwner, IfMatchInitiatedTime }) => {
    s3.store.bucket(Bucket, ExpectedBucketOwner);
    const { initiatedMs } = s3.uploads.upload(Bucket, Key, UploadId);
    if (IfMatchInitiatedTime && Math.floor(IfMatchInitiatedTime.getTime() / 1000) !== Math.floor(initiatedMs / 1000)) {
      throw preconditionFailed('x-amz-if-match-initiated-time');
    }
    await s3.uploads.abort(Bucket, Key, UploadId);
    return {};
  };
