import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';
import { deploymentOf } from '../stage.ts';
import { deploymentView } from '../views.ts';
import type { ApiInput } from './get-api.ts';

export interface CreateDeploymentInput extends ApiInput {
  readonly Description?: string;
  readonly StageName?: string;
}

export function createDeployment(store: HttpApiStore): Operation<CreateDeploymentInput> {
  return async ({ ApiId, Description, StageName }, context) => {
    const id = store.newId(6);
    const nowMs = store.clock.now();
    const next = await store.change(ApiId, context, (before) => {
      const deployments = { ...before.deployments, [id]: deploymentOf(before, id, Description, nowMs) };
      if (StageName === undefined) return { ...before, deployments };
      const stage = { ...memberOf(before.stages, StageName, 'Stage'), DeploymentId: id, updatedMs: nowMs };
      return { ...before, deployments, stages: { ...before.stages, [StageName]: stage } };
    });
    return deploymentView(next.deployments[id]!);
  };
}
