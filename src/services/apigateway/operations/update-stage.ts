import type { Operation } from '../../../gateway/operation.ts';
import { applyPatch, type PatchOperation } from '../patch.ts';
import { type RestApiStore, requireDeployment, requireStage } from '../rest-api-store.ts';
import { methodSettingsPatch } from '../stage.ts';
import { stageView } from '../views.ts';
import type { StageAddress } from './get-stage.ts';

export interface UpdateStageInput extends StageAddress {
  readonly patchOperations?: readonly PatchOperation[];
}

export function updateStage(store: RestApiStore): Operation<UpdateStageInput> {
  return async ({ restApiId, stageName, patchOperations }, context) => {
    const next = await store.change(restApiId, context, (api) => {
      const { settings, others } = methodSettingsPatch(requireStage(api, stageName), patchOperations ?? []);
      const patched = applyPatch({ ...requireStage(api, stageName), methodSettings: settings }, others, {
        deploymentId: 'text',
        description: 'text',
        documentationVersion: 'text',
        variables: 'map',
        tracingEnabled: 'boolean',
        cacheClusterEnabled: 'boolean',
        cacheClusterSize: 'text',
        accessLogSettings: 'tree',
        canarySettings: 'tree',
      });
      requireDeployment(api, patched.deploymentId);
      return { ...api, stages: { ...api.stages, [stageName]: { ...patched, updatedMs: store.clock.now() } } };
    });
    return stageView(requireStage(next, stageName));
  };
}
