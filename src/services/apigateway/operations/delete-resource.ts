import type { Operation } from '../../../gateway/operation.ts';
import { badRequest } from '../rest-api-errors.ts';
import { type RestApiStore, requireResource } from '../rest-api-store.ts';
import type { ResourceInput } from './get-resource.ts';

/** With everything below it. */
export function deleteResource(store: RestApiStore): Operation<ResourceInput> {
  return async ({ restApiId, resourceId }, context) => {
    await store.change(restApiId, context, (api) => {
      const doomed = requireResource(api, resourceId);
      if (doomed.parentId === undefined) throw badRequest('Cannot delete root resource.');
      const kept = Object.entries(api.resources).filter(
        ([id, { path }]) => id !== resourceId && !path.startsWith(`${doomed.path}/`),
      );
      return { ...api, resources: Object.fromEntries(kept) };
    });
    return {};
  };
}
