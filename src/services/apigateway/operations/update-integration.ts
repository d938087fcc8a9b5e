import type { Operation } from '../../../gateway/operation.ts';
import { integrationOf } from '../integration.ts';
import { applyPatch, type PatchOperation } from '../patch.ts';
import { noSuchIntegration } from '../rest-api-errors.ts';
import { type RestApiStore, requireMethod, withMethod } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export interface UpdateIntegrationInput extends MethodAddress {
  readonly patchOperations?: readonly PatchOperation[];
}

export function updateIntegration(store: RestApiStore): Operation<UpdateIntegrationInput> {
  return async ({ restApiId, resourceId, httpMethod, patchOperations }, context) => {
    const next = await store.change(restApiId, context, (api) => {
      const method = requireMethod(api, resourceId, httpMethod);
      if (!method.methodIntegration) throw noSuchIntegration();
      const { integrationResponses, ...before } = method.methodIntegration;
      const patched = applyPatch(before, patchOperations, {
        type: 'text',
        uri: 'text',
        httpMethod: 'text',
        credentials: 'text',
        connectionType: 'text',
        passthroughBehavior: 'text',
        contentHandling: 'text',
        timeoutInMillis: 'integer',
        cacheNamespace: 'text',
        cacheKeyParameters: 'list',
        requestParameters: 'map',
        requestTemplates: 'map',
      });
      const checked = integrationOf({ ...patched, integrationHttpMethod: patched.httpMethod }, resourceId);
      const methodIntegration = { ...checked, ...(integrationResponses && { integrationResponses }) };
      return withMethod(api, resourceId, httpMethod, { ...method, methodIntegration });
    });
    return requireMethod(next, resourceId, httpMethod).methodIntegration;
  };
}
