import type { Operation } from '../../../gateway/operation.ts';
import { noSuchStatus } from '../rest-api-errors.ts';
import { type RestApiStore, requireMethod, withMethod, without } from '../rest-api-store.ts';
import type { ResponseAddress } from './get-method-response.ts';

export function deleteIntegrationResponse(store: RestApiStore): Operation<ResponseAddress> {
  return async ({ restApiId, resourceId, httpMethod, statusCode }, context) => {
    await store.change(restApiId, context, (api) => {
      const method = requireMethod(api, resourceId, httpMethod);
      const { methodIntegration } = method;
      if (!methodIntegration?.integrationResponses?.[statusCode]) throw noSuchStatus();
      const integrationResponses = without(methodIntegration.integrationResponses, statusCode);
      return withMethod(api, resourceId, httpMethod, {
        ...method,
        methodIntegration: { ...methodIntegration, integrationResponses },
      });
    });
    return {};
  };
}
