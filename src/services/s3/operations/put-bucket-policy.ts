import { ApiError, type Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';

export interface PutBucketPolicyInput extends BucketInput {
  readonly Policy: string | Uint8Array;
}

/** Recorded as it came, and not enforced. */
export const putBucketPolicy =
  (s3: S3): Operation<PutBucketPolicyInput> =>
  async ({ Bucket, ExpectedBucketOwner, Policy }) => {
    s3.store.bucket(Bucket, ExpectedBucketOwner);
    const policy = typeof Policy === 'string' ? Policy : Buffer.from(Policy).toString();
    checkPolicy(policy);
    await s3.store.updateBucket(Bucket, (bucket) => ({
      ...bucket,
      configurations: { ...bucket.configurations, policy },
    }));
    return {};
  };

const malformed = (message: string): ApiError => new ApiError('MalformedPolicy', message);

function checkPolicy(text: string): void {
  if (text.length > 20 * 1024) throw malformed('Policy size exceeds the maximum allowed size of 20480 bytes');
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    policy = undefined;
  }
  if (!text.startsWith('{') || typeof policy !== 'object' || policy === null) {
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  if (!('Statement' in policy)) throw malformed('Missing required field Statement');
}
