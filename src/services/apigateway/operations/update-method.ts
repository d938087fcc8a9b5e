import type { Operation } from '../../../gateway/operation.ts';
import { checkMethod } from '../check-method.ts';
import { applyPatch, type PatchOperation } from '../patch.ts';
import { type RestApiStore, requireMethod, withMethod } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export interface UpdateMethodInput extends MethodAddress {
  readonly patchOperations?: readonly PatchOperation[];
}

export function updateMethod(store: RestApiStore): Operation<UpdateMethodInput> {
  return async ({ restApiId, resourceId, httpMethod, patchOperations }, context) => {
    const next = await store.change(restApiId, context, (api) => {
      const method = requireMethod(api, resourceId, httpMethod);
      const patched = applyPatch(method, patchOperations, {
        authorizationType: 'text',
        apiKeyRequired: 'boolean',
        operationName: 'text',
        requestValidatorId: 'text',
        requestParameters: 'booleans',
        requestModels: 'map',
        authorizationScopes: 'list',
      });
      return withMethod(api, resourceId, httpMethod, { ...patched, ...checkMethod(api, patched) });
    });
    return requireMethod(next, resourceId, httpMethod);
  };
}
