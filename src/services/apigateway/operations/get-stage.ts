import type { Operation } from '../../../gateway/operation.ts';
import { type RestApiStore, requireStage } from '../rest-api-store.ts';
import { stageView } from '../views.ts';

export interface StageAddress {
  readonly restApiId: string;
  readonly stageName: string;
}

export function getStage(store: RestApiStore): Operation<StageAddress> {
  return ({ restApiId, stageName }, context) => stageView(requireStage(store.require(restApiId, context), stageName));
}
