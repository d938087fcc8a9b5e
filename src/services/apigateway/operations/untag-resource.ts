import type { Operation } from '../../../gateway/operation.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { changeTags } from '../tags.ts';

export function untagResource(
  store: RestApiStore,
): Operation<{ readonly resourceArn: string; readonly tagKeys: readonly string[] }> {
  return async ({ resourceArn, tagKeys }, context) => {
    await changeTags(store, resourceArn, context, (before) =>
      Object.fromEntries(Object.entries(before).filter(([name]) => !tagKeys.includes(name))),
    );
    return {};
  };
}
