import type { Operation } from '../../../gateway/operation.ts';
import { conflict } from '../http-api-errors.ts';
import { type HttpApiStore, memberOf, without } from '../http-api-store.ts';
import type { DeploymentAddress } from './get-deployment.ts';

export function deleteDeployment(store: HttpApiStore): Operation<DeploymentAddress> {
  return async ({ ApiId, DeploymentId }, context) => {
    await store.change(ApiId, context, (api) => {
      memberOf(api.deployments, DeploymentId, 'Deployment');
      if (Object.values(api.stages).some((stage) => stage.DeploymentId === DeploymentId)) {
        throw conflict('Active stages pointing to this deployment must be moved or deleted');
      }
      return { ...api, deployments: without(api.deployments, DeploymentId) };
    });
    return {};
  };
}
