import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import type { Tag } from '../s3-records.ts';
import { checkTags } from '../tagging.ts';

export interface PutBucketTaggingInput extends BucketInput {
  readonly Tagging: { readonly TagSet?: readonly Tag[] };
}

export const putBucketTagging =
  (s3: S3): Operation<PutBucketTaggingInput> =>
  async ({ Bucket, ExpectedBucketOwner, Tagging }) => {
    s3.store.bucket(Bucket, ExpectedBucketOwner);
    const tagging = checkTags(Tagging.TagSet ?? [], 'bucket');
    await s3.store.updateBucket(Bucket, (bucket) => ({
      ...bucket,
      configurations: { ...bucket.configurations, tagging },
    }));
    return {};
  };
