import type { Operation } from '../../../gateway/operation.ts';
import type { Texts } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { changeTags } from '../tags.ts';

export function tagResource(store: RestApiStore): Operation<{ readonly resourceArn: string; readonly tags: Texts }> {
  return async ({ resourceArn, tags }, context) => {
    await changeTags(store, resourceArn, context, (before) => ({ ...before, ...tags }));
    return {};
  };
}
