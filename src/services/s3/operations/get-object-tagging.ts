import type { Operation } from '../../../gateway/operation.ts';
import { findVersion, type VersionInput } from '../find-version.ts';
import { type S3, versionIdOutput } from '../s3-environment.ts';

export const getObjectTagging =
  (s3: S3): Operation<VersionInput> =>
  (input, context) => {
    const { bucket, object } = findVersion(s3, input, context, 'GET');
    return { TagSet: object.tags ?? [], VersionId: versionIdOutput(bucket, object.versionId) };
  };
