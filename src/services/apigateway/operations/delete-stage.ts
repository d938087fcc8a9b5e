import type { Operation } from '../../../gateway/operation.ts';
import { type RestApiStore, requireStage, without } from '../rest-api-store.ts';
import type { StageAddress } from './get-stage.ts';

export function deleteStage(store: RestApiStore): Operation<StageAddress> {
  return async ({ restApiId, stageName }, context) => {
    await store.change(restApiId, context, (api) => {
      requireStage(api, stageName);
      return { ...api, stages: without(api.stages, stageName) };
    });
    return {};
  };
}
