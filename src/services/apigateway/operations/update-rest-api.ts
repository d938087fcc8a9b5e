import type { Operation } from '../../../gateway/operation.ts';
import { applyPatch, type PatchOperation } from '../patch.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { apiView } from '../views.ts';

export interface UpdateRestApiInput {
  readonly restApiId: string;
  readonly patchOperations?: readonly PatchOperation[];
}

export function updateRestApi(store: RestApiStore): Operation<UpdateRestApiInput> {
  return async ({ restApiId, patchOperations }, context) => {
    const next = await store.change(restApiId, context, (api) =>
      applyPatch(api, patchOperations, {
        name: 'text',
        description: 'text',
        version: 'text',
        policy: 'text',
        apiKeySource: 'text',
        binaryMediaTypes: 'list',
        minimumCompressionSize: 'integer',
        disableExecuteApiEndpoint: 'boolean',
        endpointConfiguration: 'tree',
      }),
    );
    return apiView(next);
  };
}
