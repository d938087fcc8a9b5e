import type { Operation } from '../../../gateway/operation.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { apiView } from '../views.ts';

export interface ApiInput {
  readonly restApiId: string;
}

export function getRestApi(store: RestApiStore): Operation<ApiInput> {
  return ({ restApiId }, context) => apiView(store.require(restApiId, context));
}
