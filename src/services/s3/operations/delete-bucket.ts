import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';

export const deleteBucket =
  (s3: S3): Operation<BucketInput> =>
  async ({ Bucket, ExpectedBucketOwner }) => {
    await s3.store.removeBucket(Bucket, ExpectedBucketOwner, () => s3.uploads.endingAll(Bucket));
    return {};
  };
