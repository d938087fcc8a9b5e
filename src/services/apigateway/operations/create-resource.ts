import type { Operation } from '../../../gateway/operation.ts';
import { addResource } from '../add-resource.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { resourceView } from '../views.ts';

export interface CreateResourceInput {
  readonly restApiId: string;
  readonly parentId: string;
  readonly pathPart: string;
}

export function createResource(store: RestApiStore): Operation<CreateResourceInput> {
  return async ({ restApiId, parentId, pathPart }, context) => {
    const id = store.newId(6);
    const api = await store.change(restApiId, context, (before) => addResource(before, { id, parentId, pathPart }));
    return resourceView(api.resources[id]!, false);
  };
}
