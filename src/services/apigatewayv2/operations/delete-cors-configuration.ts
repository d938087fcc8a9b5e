import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import type { ApiInput } from './get-api.ts';

export function deleteCorsConfiguration(store: HttpApiStore): Operation<ApiInput> {
  return async ({ ApiId }, context) => {
    await store.change(ApiId, context, ({ cors: _gone, ...api }) => api);
    return {};
  };
}
