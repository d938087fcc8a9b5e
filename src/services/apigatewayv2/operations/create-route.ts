import type { Operation } from '../../../gateway/operation.ts';
import type { HttpApiStore } from '../http-api-store.ts';
import { type RouteInput, routeOf } from '../route.ts';
import type { ApiInput } from './get-api.ts';

export function createRoute(store: HttpApiStore): Operation<ApiInput & RouteInput> {
  return async (input, context) => {
    const id = store.newId(7);
    const next = await store.change(input.ApiId, context, (api) => ({
      ...api,
      routes: { ...api.routes, [id]: routeOf(api, input, id) },
    }));
    return next.routes[id];
  };
}
