import type { Operation } from '../../../gateway/operation.ts';
import { type RestApiStore, requireMethod } from '../rest-api-store.ts';

export interface MethodAddress {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

export function getMethod(store: RestApiStore): Operation<MethodAddress> {
  return ({ restApiId, resourceId, httpMethod }, context) =>
    requireMethod(store.require(restApiId, context), resourceId, httpMethod);
}
