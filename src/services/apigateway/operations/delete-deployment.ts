import type { Operation } from '../../../gateway/operation.ts';
import { badRequest } from '../rest-api-errors.ts';
import { type RestApiStore, requireDeployment, without } from '../rest-api-store.ts';
import type { DeploymentInput } from './get-deployment.ts';

export function deleteDeployment(store: RestApiStore): Operation<DeploymentInput> {
  return ({ restApiId, deploymentId }, context) =>
    store.exclusively(restApiId, async () => {
      const api = store.require(restApiId, context);
      requireDeployment(api, deploymentId);
      if (Object.values(api.stages).some((stage) => stage.deploymentId === deploymentId)) {
        throw badRequest('Active stages pointing to this deployment must be moved or deleted');
      }
      await store.deleteDeployment({ ...api, deployments: without(api.deployments, deploymentId) }, deploymentId);
      return {};
    });
}
