import type { Operation } from '../../../gateway/operation.ts';
import { owner, type S3, wholeSeconds } from '../s3-environment.ts';
import { invalidArgument } from '../s3-errors.ts';

export interface ListBucketsInput {
  readonly MaxBuckets?: number;
  readonly ContinuationToken?: string;
  readonly Prefix?: string;
  readonly BucketRegion?: string;
}

const MAX_BUCKETS = 10_000;

/** The caller's own buckets, by name. */
export const listBuckets =
  (s3: S3): Operation<ListBucketsInput> =>
  ({ MaxBuckets, ContinuationToken, Prefix, BucketRegion }, { account }) => {
    if (MaxBuckets !== undefined && (MaxBuckets < 1 || MaxBuckets > MAX_BUCKETS)) {
      throw invalidArgument(
        `Argument max-buckets must be an integer between 1 and ${MAX_BUCKETS}`,
        'max-buckets',
        MaxBuckets,
      );
    }
    const limit = MaxBuckets ?? MAX_BUCKETS;
    const after = ContinuationToken && Buffer.from(ContinuationToken, 'base64url').toString();
    const found = s3.store.buckets
      .list({ prefix: Prefix, after: after || undefined })
      .map(({ value }) => value)
      .filter((bucket) => bucket.account === account && (BucketRegion ?? bucket.region) === bucket.region);
    const buckets = found.slice(0, limit);
    const isPaged = MaxBuckets !== undefined || Prefix !== undefined || BucketRegion !== undefined;
    return {
      Buckets: buckets.map(({ name, createdMs, region }) => ({
        Name: name,
        CreationDate: wholeSeconds(createdMs),
        BucketRegion: isPaged ? region : undefined,
        BucketArn: isPaged ? `arn:aws:s3:::${name}` : undefined,
      })),
      Owner: owner(account),
      ContinuationToken: found.length > limit ? Buffer.from(buckets.at(-1)!.name).toString('base64url') : undefined,
      Prefix,
    };
  };
