import type { Operation } from '../../../gateway/operation.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { tagsOf } from '../tags.ts';

export function getTags(store: RestApiStore): Operation<{ readonly resourceArn: string }> {
  return ({ resourceArn }, context) => ({ tags: tagsOf(store, resourceArn, context) });
}
