import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';

export const deleteBucketTagging =
  (s3: S3): Operation<BucketInput> =>
  async ({ Bucket, ExpectedBucketOwner }) => {
    s3.store.bucket(Bucket, ExpectedBucketOwner);
    await s3.store.updateBucket(Bucket, (bucket) => ({
      ...bucket,
      configurations: { ...bucket.configurations, tagging: undefined },
    }));
    return {};
  };
