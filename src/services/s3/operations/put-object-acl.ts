import type { Operation } from '../../../gateway/operation.ts';
import { findVersion, type VersionInput } from '../find-version.ts';
import { parseObjectAcl } from '../object-attributes.ts';
import type { S3 } from '../s3-environment.ts';
import { notImplemented } from '../s3-errors.ts';
import type { PutBucketAclInput } from './put-bucket-acl.ts';

export const putObjectAcl =
  (s3: S3): Operation<VersionInput & PutBucketAclInput> =>
  async (input, context) => {
    const { bucket } = findVersion(s3, input, context, 'PUT');
    const acl = parseObjectAcl(input, bucket);
    if (input.ACL === undefined) throw notImplemented('AccessControlPolicy');
    await s3.store.amend(
      input.Bucket,
      input.Key,
      () => findVersion(s3, input, context, 'PUT').object,
      (found) => ({ ...found, acl }),
    );
    return {};
  };
