import type { Operation } from '../../../gateway/operation.ts';
import { integrationResponseOf } from '../integration.ts';
import { noSuchIntegration, noSuchStatus } from '../rest-api-errors.ts';
import type { IntegrationResponse } from '../rest-api-record.ts';
import { type RestApiStore, requireMethod, withMethod } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export interface PutIntegrationResponseInput extends MethodAddress, IntegrationResponse {}

export function putIntegrationResponse(store: RestApiStore): Operation<PutIntegrationResponseInput> {
  return async (input, context) => {
    const { restApiId, resourceId, httpMethod, statusCode } = input;
    const response = integrationResponseOf(input);
    await store.change(restApiId, context, (api) => {
      const method = requireMethod(api, resourceId, httpMethod);
      const { methodIntegration } = method;
      if (!methodIntegration) throw noSuchIntegration();
      if (!Object.hasOwn(method.methodResponses ?? {}, statusCode)) throw noSuchStatus();
      const integrationResponses = { ...methodIntegration.integrationResponses, [statusCode]: response };
      return withMethod(api, resourceId, httpMethod, {
        ...method,
        methodIntegration: { ...methodIntegration, integrationResponses },
      });
    });
    return response;
  };
}
