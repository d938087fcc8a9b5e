import type { Operation } from '../../../gateway/operation.ts';
import { taggedGroup } from '../group-identifier.ts';
import type { LogStore } from '../log-store.ts';
import { mergeTags, type Tags } from '../tags.ts';

export interface TagResourceInput {
  readonly resourceArn: string;
  readonly tags: Tags;
}

export function tagResource(store: LogStore): Operation<TagResourceInput> {
  return async ({ resourceArn, tags }, place) => {
    await store.updateGroup(place, taggedGroup(resourceArn, place), (group) => ({
      ...group,
      tags: mergeTags(group.tags, tags),
    }));
    return {};
  };
}
