import type { Operation } from '../../../gateway/operation.ts';
import { type HttpApiStore, memberOf } from '../http-api-store.ts';
import { stageView } from '../views.ts';

export interface StageAddress {
  readonly ApiId: string;
  readonly StageName: string;
}

export function getStage(store: HttpApiStore): Operation<StageAddress> {
  return ({ ApiId, StageName }, context) =>
    stageView(memberOf(store.require(ApiId, context).stages, StageName, 'Stage'));
}
