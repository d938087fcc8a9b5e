import type { Operation } from '../../../gateway/operation.ts';
import { type IntegrationInput, integrationOf } from '../integration.ts';
import { type RestApiStore, requireMethod, withMethod } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export interface PutIntegrationInput extends MethodAddress, IntegrationInput {}

export function putIntegration(store: RestApiStore): Operation<PutIntegrationInput> {
  return async (input, context) => {
    const { restApiId, resourceId, httpMethod } = input;
    const integration = integrationOf(input, resourceId);
    const api = await store.change(restApiId, context, (before) => {
      const method = requireMethod(before, resourceId, httpMethod);
      const kept = method.methodIntegration?.integrationResponses;
      const methodIntegration = { ...integration, ...(kept && { integrationResponses: kept }) };
      return withMethod(before, resourceId, httpMethod, { ...method, methodIntegration });
    });
    return requireMethod(api, resourceId, httpMethod).methodIntegration;
  };
}
