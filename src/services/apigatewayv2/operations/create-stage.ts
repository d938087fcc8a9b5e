import type { Operation } from '../../../gateway/operation.ts';
import { conflict } from '../http-api-errors.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';
import { type StageInput, stageOf } from '../stage.ts';
import { stageView } from '../views.ts';
import type { ApiInput } from './get-api.ts';

export function createStage(store: HttpApiStore): Operation<ApiInput & StageInput> {
  return async (input, context) => {
    const nowMs = store.clock.now();
    const stage = stageOf(input, nowMs, nowMs);
    await store.change(input.ApiId, context, (api) => {
      if (Object.hasOwn(api.stages, stage.StageName)) throw conflict('Stage already exists');
      if (stage.DeploymentId !== undefined) memberOf(api.deployments, stage.DeploymentId, 'Deployment');
      return { ...api, stages: { ...api.stages, [stage.StageName]: stage } };
    });
    return stageView(stage);
  };
}
