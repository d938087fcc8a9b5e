import type { Operation } from '../../../gateway/operation.ts';
import { aclOutput } from '../canned-acl.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';

export const getBucketAcl =
  (s3: S3): Operation<BucketInput> =>
  ({ Bucket, ExpectedBucketOwner }) => {
    const { account, acl } = s3.store.bucket(Bucket, ExpectedBucketOwner);
    return aclOutput(account, acl);
  };
