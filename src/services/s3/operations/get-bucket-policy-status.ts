import type { Operation } from '../../../gateway/operation.ts';
import type { BucketInput, S3 } from '../s3-environment.ts';
import { bucketPolicy } from './get-bucket-policy.ts';

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** Public is what allows everybody something without a condition. */
export const getBucketPolicyStatus =
  (s3: S3): Operation<BucketInput> =>
  (input) => {
    const policy = JSON.parse(bucketPolicy(s3, input)) as { readonly Statement: Statement | readonly Statement[] };
    const statements = [policy.Statement].flat() as readonly Statement[];
    return { PolicyStatus: { IsPublic: statements.some(isPublic) } };
  };

function isPublic({ Effect, Principal, Condition }: Statement): boolean {
  if (Effect !== 'Allow' || Condition !== undefined) return false;
  if (Principal === '*') return true;
  const accounts = (Principal as { readonly AWS?: unknown } | undefined)?.AWS;
  return [accounts].flat().includes('*');
}
