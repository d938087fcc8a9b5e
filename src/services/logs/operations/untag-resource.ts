import type { Operation } from '../../../gateway/operation.ts';
import { taggedGroup } from '../group-identifier.ts';
import type { LogStore } from '../log-store.ts';
import { withoutTags } from '../tags.ts';

export interface UntagResourceInput {
  readonly resourceArn: string;
  readonly tagKeys: readonly string[];
}

export function untagResource(store: LogStore): Operation<UntagResourceInput> {
  return async ({ resourceArn, tagKeys }, place) => {
    await store.updateGroup(place, taggedGroup(resourceArn, place), (group) => ({
      ...group,
      tags: withoutTags(group.tags, tagKeys),
    }));
    return {};
  };
}
