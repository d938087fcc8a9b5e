import type { Operation } from '../../../gateway/operation.ts';
import { taggedGroup } from '../group-identifier.ts';
import type { LogStore } from '../log-store.ts';

export function listTagsForResource(store: LogStore): Operation<{ readonly resourceArn: string }> {
  return ({ resourceArn }, place) => ({ tags: store.group(place, taggedGroup(resourceArn, place)).tags });
}
