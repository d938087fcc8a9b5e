import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import { malformedXml, notImplemented } from '../s3-errors.ts';

export interface PutBucketVersioningInput extends BucketInput {
  readonly VersioningConfiguration: { readonly Status?: string; readonly MFADelete?: string };
}

/** Once on, versioning can be suspended but never undone. */
export const putBucketVersioning =
  (s3: S3): Operation<PutBucketVersioningInput> =>
  async ({ Bucket, ExpectedBucketOwner, VersioningConfiguration: { Status, MFADelete } }) => {
    s3.store.bucket(Bucket, ExpectedBucketOwner);
    if (MFADelete === 'Enabled') throw notImplemented('x-amz-mfa');
    if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml();
    await s3.store.updateBucket(Bucket, (bucket) => ({ ...bucket, versioning: Status }));
    return {};
  };
