import type { Operation } from '../../../gateway/operation.ts';
import type { LogStore } from '../log-store.ts';

/** The older form of ListTagsForResource. */
export function listTagsLogGroup(store: LogStore): Operation<{ readonly logGroupName: string }> {
  return ({ logGroupName }, place) => ({ tags: store.group(place, logGroupName).tags });
}
