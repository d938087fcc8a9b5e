import type { Operation } from '../../../gateway/operation.ts';
import { type RestApiStore, requireDeployment } from '../rest-api-store.ts';
import { deploymentView } from '../views.ts';

export interface DeploymentInput {
  readonly restApiId: string;
  readonly deploymentId: string;
}

export function getDeployment(store: RestApiStore): Operation<DeploymentInput> {
  return ({ restApiId, deploymentId }, context) =>
    deploymentView(requireDeployment(store.require(restApiId, context), deploymentId));
}
