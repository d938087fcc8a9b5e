import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';
import { deploymentView } from '../views.ts';

export interface DeploymentAddress {
  readonly ApiId: string;
  readonly DeploymentId: string;
}

export function getDeployment(store: HttpApiStore): Operation<DeploymentAddress> {
  return ({ ApiId, DeploymentId }, context) =>
    deploymentView(memberOf(store.require(ApiId, context).deployments, DeploymentId, 'Deployment'));
}
