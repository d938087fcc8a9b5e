import type { Operation } from '../../../gateway/operation.ts';
import { conflict } from '../http-api-errors.ts';
import { type HttpApiStore, memberOf, without } from '../http-api-store.ts';
import type { IntegrationAddress } from './get-integration.ts';

export function deleteIntegration(store: HttpApiStore): Operation<IntegrationAddress> {
  return async ({ ApiId, IntegrationId }, context) => {
    await store.change(ApiId, context, (api) => {
      memberOf(api.integrations, IntegrationId, 'Integration');
      if (Object.values(api.routes).some(({ Target }) => Target === `integrations/${IntegrationId}`)) {
        throw conflict('Cannot delete Integration. It is referenced by one or more routes.');
      }
      return { ...api, integrations: without(api.integrations, IntegrationId) };
    });
    return {};
  };
}
