import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import { accessDenied, notFound } from '../s3-errors.ts';

export const headBucket =
  (s3: S3): Operation<BucketInput> =>
  ({ Bucket, ExpectedBucketOwner }) => {
    const bucket = s3.store.buckets.get(Bucket);
    if (!bucket) throw notFound();
    if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== bucket.account) throw accessDenied();
    return { BucketArn: `arn:aws:s3:::${Bucket}`, BucketRegion: bucket.region, AccessPointAlias: false };
  };
