import type { Operation } from '../../../gateway/operation.ts';
import { findVersion, type VersionInput } from '../find-version.ts';
import { announce, type S3, versionIdOutput } from '../s3-environment.ts';
import type { Tag } from '../s3-records.ts';
import { checkTags } from '../tagging.ts';

export interface PutObjectTaggingInput extends VersionInput {
  readonly Tagging: { readonly TagSet?: readonly Tag[] };
}

export const putObjectTagging =
  (s3: S3): Operation<PutObjectTaggingInput> =>
  async (input, context) => {
    const { bucket } = findVersion(s3, input, context, 'PUT');
    const tags = checkTags(input.Tagging.TagSet ?? [], 'object');
    const object = await s3.store.amend(
      input.Bucket,
      input.Key,
      () => findVersion(s3, input, context, 'PUT').object,
      (found) => ({ ...found, tags }),
    );
    await announce(s3, context, bucket, { type: 'ObjectTagging:Put', ...object });
    return { VersionId: versionIdOutput(bucket, object.versionId) };
  };
