import type { Operation } from '../../../gateway/operation.ts';
import type { Ses } from '../ses-record.ts';
import { requireTagged } from '../tagged-resource.ts';

export function untagResource(
  ses: Ses,
): Operation<{ readonly ResourceArn: string; readonly TagKeys: readonly string[] }> {
  return async ({ ResourceArn, TagKeys }, context) => {
    const resource = requireTagged(ses, context, ResourceArn);
    await resource.put(resource.tags.filter(({ Key }) => !TagKeys.includes(Key)));
    return {};
  };
}
