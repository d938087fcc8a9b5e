import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf, without } from '../http-api-store.ts';
import type { RouteAddress } from './get-route.ts';

export function deleteRoute(store: HttpApiStore): Operation<RouteAddress> {
  return async ({ ApiId, RouteId }, context) => {
    await store.change(ApiId, context, (api) => {
      memberOf(api.routes, RouteId, 'Route');
      return { ...api, routes: without(api.routes, RouteId) };
    });
    return {};
  };
}
