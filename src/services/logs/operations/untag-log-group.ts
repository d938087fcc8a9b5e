import type { Operation } from '../../../gateway/operation.ts';
import type { LogStore } from '../log-store.ts';
import { withoutTags } from '../tags.ts';

export interface UntagLogGroupInput {
  readonly logGroupName: string;
  readonly tags: readonly string[];
}

/** The older form of UntagResource. */
export function untagLogGroup(store: LogStore): Operation<UntagLogGroupInput> {
  return async ({ logGroupName, tags }, place) => {
    await store.updateGroup(place, logGroupName, (group) => ({ ...group, tags: withoutTags(group.tags, tags) }));
    return {};
  };
}
