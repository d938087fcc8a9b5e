import type { Operation } from '../../../gateway/operation.ts';
import { requirePlan } from '../api-keys.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { planView } from '../views.ts';

export interface UsagePlanInput {
  readonly usagePlanId: string;
}

export function getUsagePlan(store: RestApiStore): Operation<UsagePlanInput> {
  return ({ usagePlanId }, context) => planView(requirePlan(store, usagePlanId, context));
}
