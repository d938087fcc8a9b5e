import type { Operation } from '../../../gateway/operation.ts';
import { noSuchStatus } from '../rest-api-errors.ts';
import { type RestApiStore, requireMethod, withMethod, without } from '../rest-api-store.ts';
import type { ResponseAddress } from './get-method-response.ts';

export function deleteMethodResponse(store: RestApiStore): Operation<ResponseAddress> {
  return async ({ restApiId, resourceId, httpMethod, statusCode }, context) => {
    await store.change(restApiId, context, (api) => {
      const method = requireMethod(api, resourceId, httpMethod);
      if (!method.methodResponses?.[statusCode]) throw noSuchStatus();
      const methodResponses = without(method.methodResponses, statusCode);
      return withMethod(api, resourceId, httpMethod, { ...method, methodResponses });
    });
    return {};
  };
}
