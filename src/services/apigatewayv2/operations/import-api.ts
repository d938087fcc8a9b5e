import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { importApi as importDocument } from '../import-api.ts';
import { apiView } from '../views.ts';
import { newApi } from './create-api.ts';

export function importApi(store: HttpApiStore): Operation<{ readonly Body: string }> {
  return async ({ Body }, context) => {
    const api = importDocument(newApi(store, context, { Name: 'API' }), Body, () => store.newId(7));
    await store.create(api);
    return apiView(api, context.baseUrl);
  };
}
