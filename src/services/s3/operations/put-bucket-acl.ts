import type { Operation } from '../../../gateway/operation.ts';
import { type AttributesInput, parseObjectAcl } from '../object-attributes.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import { notImplemented } from '../s3-errors.ts';

export interface PutBucketAclInput
  extends BucketInput,
    Pick<AttributesInput, 'ACL' | 'GrantFullControl' | 'GrantRead' | 'GrantReadACP' | 'GrantWriteACP'> {
  readonly GrantWrite?: string;
  readonly AccessControlPolicy?: unknown;
}

export const putBucketAcl =
  (s3: S3): Operation<PutBucketAclInput> =>
  async (input) => {
    const acl = parseObjectAcl(input, s3.store.bucket(input.Bucket, input.ExpectedBucketOwner));
    if (input.ACL === undefined) throw notImplemented('AccessControlPolicy');
    await s3.store.updateBucket(input.Bucket, (bucket) => ({ ...bucket, acl }));
    return {};
  };
