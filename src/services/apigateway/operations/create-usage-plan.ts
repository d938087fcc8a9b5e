import type { Operation } from '../../../gateway/operation.ts';
import { badRequest } from '../rest-api-errors.ts';
import type { Texts, UsagePlan } from '../rest-api-record.ts';
import { type RestApiStore, requireStage } from '../rest-api-store.ts';
import { planView } from '../views.ts';

export interface CreateUsagePlanInput {
  readonly name: string;
  readonly description?: string;
  readonly apiStages?: UsagePlan['apiStages'];
  readonly throttle?: unknown;
  readonly quota?: unknown;
  readonly tags?: Texts;
}

/** Throttles and quotas are recorded, not enforced. */
export function createUsagePlan(store: RestApiStore): Operation<CreateUsagePlanInput> {
  return async (input, context) => {
    for (const { apiId, stage } of input.apiStages ?? []) {
      if (!apiId || !stage) throw badRequest('API Stage must have apiId and stage');
      requireStage(store.require(apiId, context), stage);
    }
    const plan: UsagePlan = {
      id: store.newId(6),
      name: input.name,
      description: input.description,
      apiStages: input.apiStages ?? [],
      throttle: input.throttle,
      quota: input.quota,
      tags: input.tags,
      keyIds: [],
      account: context.account,
      region: context.region,
    };
    await store.plans.put(plan.id, plan);
    return planView(plan);
  };
}
