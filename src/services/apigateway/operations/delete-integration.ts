import type { Operation } from '../../../gateway/operation.ts';
import { noSuchIntegration } from '../rest-api-errors.ts';
import { type RestApiStore, requireMethod, withMethod } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export function deleteIntegration(store: RestApiStore): Operation<MethodAddress> {
  return async ({ restApiId, resourceId, httpMethod }, context) => {
    await store.change(restApiId, context, (api) => {
      const { methodIntegration, ...method } = requireMethod(api, resourceId, httpMethod);
      if (!methodIntegration) throw noSuchIntegration();
      return withMethod(api, resourceId, httpMethod, method);
    });
    return {};
  };
}
