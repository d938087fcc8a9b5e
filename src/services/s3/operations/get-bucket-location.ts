import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';

/** The home region has no constraint to tell. */
export const getBucketLocation =
  (s3: S3): Operation<BucketInput> =>
  ({ Bucket, ExpectedBucketOwner }) => {
    const { region } = s3.store.bucket(Bucket, ExpectedBucketOwner);
    return { LocationConstraint: region === 'us-east-1' ? undefined : region };
  };
