import type { Operation } from '../../../gateway/operation.ts';
import { findVersion, type VersionInput } from '../find-version.ts';
import { announce, type S3, versionIdOutput } from '../s3-environment.ts';

export const deleteObjectTagging =
  (s3: S3): Operation<VersionInput> =>
  async (input, context) => {
    const { bucket } = findVersion(s3, input, context, 'DELETE');
    const object = await s3.store.amend(
      input.Bucket,
      input.Key,
      () => findVersion(s3, input, context, 'DELETE').object,
      (found) => ({ ...found, tags: undefined }),
    );
    await announce(s3, context, bucket, { type: 'ObjectTagging:Delete', ...object });
    return { VersionId: versionIdOutput(bucket, object.versionId) };
  };
