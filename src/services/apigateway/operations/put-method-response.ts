import type { Operation } from '../../../gateway/operation.ts';
import { conflict } from '../rest-api-errors.ts';
import type { MethodResponse } from '../rest-api-record.ts';
import { type RestApiStore, requireMethod, withMethod } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export interface PutMethodResponseInput extends MethodAddress, MethodResponse {}

export function putMethodResponse(store: RestApiStore): Operation<PutMethodResponseInput> {
  return async ({ restApiId, resourceId, httpMethod, statusCode, responseModels, responseParameters }, context) => {
    const response: MethodResponse = { statusCode, responseParameters, responseModels };
    await store.change(restApiId, context, (api) => {
      const method = requireMethod(api, resourceId, httpMethod);
      if (Object.hasOwn(method.methodResponses ?? {}, statusCode)) {
        throw conflict('Response already exists for this resource');
      }
      const methodResponses = { ...method.methodResponses, [statusCode]: response };
      return withMethod(api, resourceId, httpMethod, { ...method, methodResponses });
    });
    return response;
  };
}
