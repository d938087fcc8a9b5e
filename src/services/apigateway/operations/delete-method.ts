import type { Operation } from '../../../gateway/operation.ts';
import { type RestApiStore, requireMethod, requireResource, without } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export function deleteMethod(store: RestApiStore): Operation<MethodAddress> {
  return async ({ restApiId, resourceId, httpMethod }, context) => {
    await store.change(restApiId, context, (api) => {
      requireMethod(api, resourceId, httpMethod);
      const resource = requireResource(api, resourceId);
      const resourceMethods = without(resource.resourceMethods, httpMethod);
      return { ...api, resources: { ...api.resources, [resourceId]: { ...resource, resourceMethods } } };
    });
    return {};
  };
}
