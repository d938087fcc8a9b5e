import type { Operation } from '../../../gateway/operation.ts';
import { aclOutput } from '../canned-acl.ts';
import { findVersion, type VersionInput } from '../find-version.ts';
import type { S3 } from '../s3-environment.ts';

export const getObjectAcl =
  (s3: S3): Operation<VersionInput> =>
  (input, context) => {
    const { object } = findVersion(s3, input, context, 'GET');
    return aclOutput(object.account, object.acl);
  };
