import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { type IntegrationInput, integrationOf } from '../integration.ts';
import type { ApiInput } from './get-api.ts';

export function createIntegration(store: HttpApiStore): Operation<ApiInput & IntegrationInput> {
  return async (input, context) => {
    const integration = integrationOf(input, store.newId(7));
    await store.change(input.ApiId, context, (api) => ({
      ...api,
      integrations: { ...api.integrations, [integration.IntegrationId]: integration },
    }));
    return integration;
  };
}
