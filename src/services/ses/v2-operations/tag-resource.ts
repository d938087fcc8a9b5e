import type { Operation } from '../../../gateway/operation.ts';
import type { Ses, SesTag } from '../ses-record.ts';
import { requireTagged } from '../tagged-resource.ts';

export function tagResource(ses: Ses): Operation<{ readonly ResourceArn: string; readonly Tags: readonly SesTag[] }> {
  return async ({ ResourceArn, Tags }, context) => {
    const resource = requireTagged(ses, context, ResourceArn);
    const tags = new Map([...resource.tags, ...Tags].map((tag) => [tag.Key, tag]));
    await resource.put([...tags.values()]);
    return {};
  };
}
