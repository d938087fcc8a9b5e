import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';
import { type RouteInput, routeOf } from '../route.ts';
import type { RouteAddress } from './get-route.ts';

export function updateRoute(store: HttpApiStore): Operation<RouteAddress & RouteInput> {
  return async ({ ApiId, RouteId, ...input }, context) => {
    const next = await store.change(ApiId, context, (api) => {
      const before = memberOf(api.routes, RouteId, 'Route');
      return { ...api, routes: { ...api.routes, [RouteId]: routeOf(api, { ...before, ...input }, RouteId) } };
    });
    return next.routes[RouteId];
  };
}
