import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';
import { type IntegrationInput, integrationOf } from '../integration.ts';
import type { IntegrationAddress } from './get-integration.ts';

export function updateIntegration(store: HttpApiStore): Operation<IntegrationAddress & IntegrationInput> {
  return async ({ ApiId, IntegrationId, ...input }, context) => {
    const next = await store.change(ApiId, context, (api) => {
      const before = memberOf(api.integrations, IntegrationId, 'Integration');
      const integration = integrationOf({ ...before, ...input }, IntegrationId);
      return { ...api, integrations: { ...api.integrations, [IntegrationId]: integration } };
    });
    return next.integrations[IntegrationId];
  };
}
