import type { Operation } from '../../../gateway/operation.ts';
import type { LogStore } from '../log-store.ts';
import { mergeTags, type Tags } from '../tags.ts';

export interface TagLogGroupInput {
  readonly logGroupName: string;
  readonly tags: Tags;
}

/** The older form of TagResource. */
export function tagLogGroup(store: LogStore): Operation<TagLogGroupInput> {
  return async ({ logGroupName, tags }, place) => {
    await store.updateGroup(place, logGroupName, (group) => ({ ...group, tags: mergeTags(group.tags, tags) }));
    return {};
  };
}
