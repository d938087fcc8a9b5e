import type { Operation } from '../../../gateway/operation.ts';
import { requirePlan } from '../api-keys.ts';
import { badRequest } from '../rest-api-errors.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import type { UsagePlanInput } from './get-usage-plan.ts';

export function deleteUsagePlan(store: RestApiStore): Operation<UsagePlanInput> {
  return async ({ usagePlanId }, context) => {
    const stages = requirePlan(store, usagePlanId, context).apiStages.filter(({ apiId }) => store.byId(apiId));
    if (stages.length > 0) {
      throw badRequest(
        `Cannot delete Usage Plan ${usagePlanId} because it is attached to API Stages (${stages.map(({ apiId, stage }) => `${apiId}:${stage}`).join(', ')})`,
      );
    }
    await store.plans.delete(usagePlanId);
    return {};
  };
}
