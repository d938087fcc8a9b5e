import type { Operation } from '../../../gateway/operation.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import type { ApiInput } from './get-rest-api.ts';

export function deleteRestApi(store: RestApiStore): Operation<ApiInput> {
  return ({ restApiId }, context) =>
    store.exclusively(restApiId, async () => {
      await store.delete(store.require(restApiId, context));
      return {};
    });
}
