import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';

export interface IntegrationAddress {
  readonly ApiId: string;
  readonly IntegrationId: string;
}

export function getIntegration(store: HttpApiStore): Operation<IntegrationAddress> {
  return ({ ApiId, IntegrationId }, context) =>
    memberOf(store.require(ApiId, context).integrations, IntegrationId, 'Integration');
}
