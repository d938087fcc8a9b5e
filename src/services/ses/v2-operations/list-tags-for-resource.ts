import type { Operation } from '../../../gateway/operation.ts';
import type { Ses } from '../ses-record.ts';
import { requireTagged } from '../tagged-resource.ts';

export function listTagsForResource(ses: Ses): Operation<{ readonly ResourceArn: string }> {
  return ({ ResourceArn }, context) => ({ Tags: requireTagged(ses, context, ResourceArn).tags });
}
