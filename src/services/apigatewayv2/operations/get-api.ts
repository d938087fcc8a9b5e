import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { apiView } from '../views.ts';

export interface ApiInput {
  readonly ApiId: string;
}

export function getApi(store: HttpApiStore): Operation<ApiInput> {
  return ({ ApiId }, context) => apiView(store.require(ApiId, context), context.baseUrl);
}
