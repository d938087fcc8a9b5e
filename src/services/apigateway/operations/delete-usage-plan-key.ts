import type { Operation } from '../../../gateway/operation.ts';
import { requirePlan } from '../api-keys.ts';
import { notFound } from '../rest-api-errors.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import type { UsagePlanKeyInput } from './get-usage-plan-key.ts';

export function deleteUsagePlanKey(store: RestApiStore): Operation<UsagePlanKeyInput> {
  return ({ usagePlanId, keyId }, context) =>
    store.exclusively(usagePlanId, async () => {
      const plan = requirePlan(store, usagePlanId, context);
      if (!plan.keyIds.includes(keyId)) throw notFound('Invalid Usage Plan Key identifier specified');
      await store.plans.put(usagePlanId, { ...plan, keyIds: plan.keyIds.filter((id) => id !== keyId) });
      return {};
    });
}
