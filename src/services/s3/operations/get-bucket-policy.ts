import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import { missingConfiguration } from '../s3-errors.ts';

export const getBucketPolicy =
  (s3: S3): Operation<BucketInput> =>
  (input) => ({ Policy: bucketPolicy(s3, input) });

/** @throws NoSuchBucketPolicy */
export function bucketPolicy(s3: S3, { Bucket, ExpectedBucketOwner }: BucketInput): string {
  const { policy } = s3.store.bucket(Bucket, ExpectedBucketOwner).configurations;
  if (typeof policy !== 'string') {
    throw missingConfiguration('NoSuchBucketPolicy', 'The bucket policy does not exist', Bucket);
  }
  return policy;
}
