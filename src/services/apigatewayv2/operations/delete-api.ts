import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import type { ApiInput } from './get-api.ts';

export function deleteApi(store: HttpApiStore): Operation<ApiInput> {
  return async ({ ApiId }, context) => {
    await store.delete(ApiId, context);
    return {};
  };
}
