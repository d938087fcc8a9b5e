import type { Operation } from '../../../gateway/operation.ts';
import { notFound } from '../rest-api-errors.ts';
import { type RestApiStore, without } from '../rest-api-store.ts';

export function deleteGatewayResponse(
  store: RestApiStore,
): Operation<{ readonly restApiId: string; readonly responseType: string }> {
  return async ({ restApiId, responseType }, context) => {
    await store.change(restApiId, context, (api) => {
      if (!Object.hasOwn(api.gatewayResponses, responseType))
        throw notFound('Gateway response type not defined on api');
      return { ...api, gatewayResponses: without(api.gatewayResponses, responseType) };
    });
    return {};
  };
}
