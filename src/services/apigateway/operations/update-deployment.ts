import type { Operation } from '../../../gateway/operation.ts';
import { applyPatch, type PatchOperation } from '../patch.ts';
import { type RestApiStore, requireDeployment } from '../rest-api-store.ts';
import { deploymentView } from '../views.ts';
import type { DeploymentInput } from './get-deployment.ts';

export interface UpdateDeploymentInput extends DeploymentInput {
  readonly patchOperations?: readonly PatchOperation[];
}

export function updateDeployment(store: RestApiStore): Operation<UpdateDeploymentInput> {
  return async ({ restApiId, deploymentId, patchOperations }, context) => {
    const api = await store.change(restApiId, context, (before) => {
      const deployment = applyPatch(requireDeployment(before, deploymentId), patchOperations, { description: 'text' });
      return { ...before, deployments: { ...before.deployments, [deploymentId]: deployment } };
    });
    return deploymentView(requireDeployment(api, deploymentId));
  };
}
