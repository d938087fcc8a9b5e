import type { Operation } from '../../../gateway/operation.ts';
import { planKeyView, requireKey, requirePlan } from '../api-keys.ts';
import { badRequest, conflict } from '../rest-api-errors.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export interface CreateUsagePlanKeyInput {
  readonly usagePlanId: string;
  readonly keyId: string;
  readonly keyType: string;
}

export function createUsagePlanKey(store: RestApiStore): Operation<CreateUsagePlanKeyInput> {
  return ({ usagePlanId, keyId, keyType }, context) =>
    store.exclusively(usagePlanId, async () => {
      const plan = requirePlan(store, usagePlanId, context);
      if (keyType !== 'API_KEY') throw badRequest(`Invalid key type ${keyType}: must be API_KEY`);
      const key = requireKey(store, keyId, context);
      if (plan.keyIds.includes(keyId)) throw conflict('Usage Plan Key already exists');
      await store.plans.put(usagePlanId, { ...plan, keyIds: [...plan.keyIds, keyId] });
      return planKeyView(key);
    });
}
