import type { Operation } from '../../../gateway/operation.ts';
import { conflict } from '../rest-api-errors.ts';
import { type RestApiStore, requireDeployment } from '../rest-api-store.ts';
import { checkStageName, newStage, type StageInput } from '../stage.ts';
import { stageView } from '../views.ts';

export function createStage(store: RestApiStore): Operation<StageInput & { readonly restApiId: string }> {
  return async (input, context) => {
    checkStageName(input.stageName);
    const stage = newStage(input, store.clock.now());
    await store.change(input.restApiId, context, (api) => {
      requireDeployment(api, input.deploymentId);
      if (Object.hasOwn(api.stages, stage.stageName)) throw conflict('Stage already exists');
      return { ...api, stages: { ...api.stages, [stage.stageName]: stage } };
    });
    return stageView(stage);
  };
}
