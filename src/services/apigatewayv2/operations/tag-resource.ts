import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { taggedApi } from '../tags.ts';

export interface TagResourceInput {
  readonly ResourceArn: string;
  readonly Tags?: Readonly<Record<string, string>>;
}

export function tagResource(store: HttpApiStore): Operation<TagResourceInput> {
  return async ({ ResourceArn, Tags }, context) => {
    await store.change(taggedApi(ResourceArn), context, (api) => ({ ...api, tags: { ...api.tags, ...Tags } }));
    return {};
  };
}
