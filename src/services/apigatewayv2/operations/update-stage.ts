import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';
import { type StageInput, stageOf } from '../stage.ts';
import { stageView } from '../views.ts';
import type { ApiInput } from './get-api.ts';

export function updateStage(store: HttpApiStore): Operation<ApiInput & StageInput> {
  return async ({ ApiId, ...input }, context) => {
    const next = await store.change(ApiId, context, (api) => {
      const before = memberOf(api.stages, input.StageName, 'Stage');
      if (input.DeploymentId !== undefined) memberOf(api.deployments, input.DeploymentId, 'Deployment');
      const stage = stageOf({ ...before, ...input }, before.createdMs, store.clock.now());
      return { ...api, stages: { ...api.stages, [input.StageName]: stage } };
    });
    return stageView(next.stages[input.StageName]!);
  };
}
