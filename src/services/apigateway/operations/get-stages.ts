import type { Operation } from '../../../gateway/operation.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { stageView } from '../views.ts';

export function getStages(
  store: RestApiStore,
): Operation<{ readonly restApiId: string; readonly deploymentId?: string }> {
  return ({ restApiId, deploymentId }, context) => ({
    item: Object.values(store.require(restApiId, context).stages)
      .filter((stage) => deploymentId === undefined || stage.deploymentId === deploymentId)
      .map(stageView),
  });
}
