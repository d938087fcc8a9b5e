import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { taggedApi } from '../tags.ts';

export function getTags(store: HttpApiStore): Operation<{ readonly ResourceArn: string }> {
  return ({ ResourceArn }, context) => ({ Tags: store.require(taggedApi(ResourceArn), context).tags });
}
