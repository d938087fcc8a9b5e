import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';

export interface RouteAddress {
  readonly ApiId: string;
  readonly RouteId: string;
}

export function getRoute(store: HttpApiStore): Operation<RouteAddress> {
  return ({ ApiId, RouteId }, context) => memberOf(store.require(ApiId, context).routes, RouteId, 'Route');
}
