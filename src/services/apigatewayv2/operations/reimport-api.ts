import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { importApi } from '../import-api.ts';
import { apiView } from '../views.ts';

export function reimportApi(store: HttpApiStore): Operation<{ readonly ApiId: string; readonly Body: string }> {
  return async ({ ApiId, Body }, context) => {
    const next = await store.change(ApiId, context, (api) => importApi(api, Body, () => store.newId(7)));
    return apiView(next, context.baseUrl);
  };
}
