import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { checkBucketName } from '../names.ts';
import { parseObjectAcl } from '../object-attributes.ts';
import type { S3 } from '../s3-environment.ts';
import { bucketAlreadyExists, bucketAlreadyOwnedByYou, notImplemented } from '../s3-errors.ts';
import type { BucketRecord, Tag } from '../s3-records.ts';
import { checkTags } from '../tagging.ts';

export interface CreateBucketInput {
  readonly Bucket: string;
  readonly ACL?: string;
  readonly CreateBucketConfiguration?: {
    readonly LocationConstraint?: string;
    readonly Location?: unknown;
    readonly Bucket?: unknown;
    readonly Tags?: readonly Tag[];
  };
  readonly ObjectLockEnabledForBucket?: boolean;
  readonly ObjectOwnership?: string;
}

const HOME_REGION = 'us-east-1';

export const createBucket =
  (s3: S3): Operation<CreateBucketInput> =>
  async (input, context) => {
    const { Bucket, CreateBucketConfiguration: configuration, ObjectOwnership } = input;
    checkBucketName(Bucket);
    if (input.ObjectLockEnabledForBucket) throw notImplemented('x-amz-bucket-object-lock-enabled');
    const region = regionOf(configuration?.LocationConstraint, context.region);
    const tags = checkTags(configuration?.Tags ?? [], 'bucket');
    const fresh: BucketRecord = {
      name: Bucket,
      account: context.account,
      region,
      createdMs: s3.now(),
      configurations: {
        ...(ObjectOwnership ? { ownershipControls: { Rules: [{ ObjectOwnership }] } } : {}),
        ...(tags.length > 0 ? { tagging: tags } : {}),
      },
    };
    const acl = parseObjectAcl(input, fresh);
    await s3.store.locks.forBucket(Bucket, async () => {
      const existing = s3.store.buckets.get(Bucket);
      if (!existing) {
        await s3.store.buckets.put(Bucket, { ...fresh, acl });
        return;
      }
      if (existing.account !== context.account) throw bucketAlreadyExists(Bucket);
      // For the sake of its oldest clients, us-east-1 alone lets an owner create a bucket again.
      if (region !== HOME_REGION || existing.region !== HOME_REGION) throw bucketAlreadyOwnedByYou(Bucket);
    });
    return {
      Location: region === HOME_REGION ? `/${Bucket}` : `${context.baseUrl}/${Bucket}`,
      BucketArn: `arn:aws:s3:::${Bucket}`,
    };
  };

/** The home region takes any constraint but its own name, and no constraint means home; another region wants to be named. */
function regionOf(constraint: string | undefined, requestRegion: string): string {
  if (constraint === undefined || constraint === '') {
    if (requestRegion === HOME_REGION) return HOME_REGION;
    throw new ApiError(
      'IllegalLocationConstraintException',
      'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.',
    );
  }
  if (constraint === HOME_REGION) {
    throw new ApiError('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      fields: { LocationConstraint: constraint },
    });
  }
  if (requestRegion !== HOME_REGION && requestRegion !== constraint) {
    throw new ApiError(
      'IllegalLocationConstraintException',
      `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}
