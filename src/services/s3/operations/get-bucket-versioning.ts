import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';

export const getBucketVersioning =
  (s3: S3): Operation<BucketInput> =>
  ({ Bucket, ExpectedBucketOwner }) => ({ Status: s3.store.bucket(Bucket, ExpectedBucketOwner).versioning });
