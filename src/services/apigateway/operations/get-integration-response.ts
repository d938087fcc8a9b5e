import type { Operation } from '../../../gateway/operation.ts';
import { noSuchStatus } from '../rest-api-errors.ts';
import type { IntegrationResponse } from '../rest-api-record.ts';
import { type RestApiStore, requireMethod } from '../rest-api-store.ts';
import type { ResponseAddress } from './get-method-response.ts';

export function getIntegrationResponse(store: RestApiStore): Operation<ResponseAddress, IntegrationResponse> {
  return ({ restApiId, resourceId, httpMethod, statusCode }, context) => {
    const method = requireMethod(store.require(restApiId, context), resourceId, httpMethod);
    const response = method.methodIntegration?.integrationResponses?.[statusCode];
    if (!response) throw noSuchStatus();
    return response;
  };
}
