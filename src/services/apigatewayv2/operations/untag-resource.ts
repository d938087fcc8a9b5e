import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { taggedApi } from '../tags.ts';

export interface UntagResourceInput {
  readonly ResourceArn: string;
  readonly TagKeys: readonly string[];
}

export function untagResource(store: HttpApiStore): Operation<UntagResourceInput> {
  return async ({ ResourceArn, TagKeys }, context) => {
    await store.change(taggedApi(ResourceArn), context, (api) => ({
      ...api,
      tags: Object.fromEntries(Object.entries(api.tags).filter(([name]) => !TagKeys.includes(name))),
    }));
    return {};
  };
}
