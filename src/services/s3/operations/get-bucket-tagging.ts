import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import { missingConfiguration } from '../s3-errors.ts';
import type { Tag } from '../s3-records.ts';

export const getBucketTagging =
  (s3: S3): Operation<BucketInput> =>
  ({ Bucket, ExpectedBucketOwner }) => {
    const tags = s3.store.bucket(Bucket, ExpectedBucketOwner).configurations.tagging as readonly Tag[] | undefined;
    if (!tags || tags.length === 0) throw missingConfiguration('NoSuchTagSet', 'The TagSet does not exist', Bucket);
    return { TagSet: tags };
  };
