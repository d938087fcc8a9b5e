import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf, without } from '../http-api-store.ts';
import type { StageAddress } from './get-stage.ts';

export function deleteStage(store: HttpApiStore): Operation<StageAddress> {
  return async ({ ApiId, StageName }, context) => {
    await store.change(ApiId, context, (api) => {
      memberOf(api.stages, StageName, 'Stage');
      return { ...api, stages: without(api.stages, StageName) };
    });
    return {};
  };
}
