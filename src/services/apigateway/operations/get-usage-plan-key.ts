import type { Operation } from '../../../gateway/operation.ts';
import { planKeyView, requireKey, requirePlan } from '../api-keys.ts';
import { notFound } from '../rest-api-errors.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export interface UsagePlanKeyInput {
  readonly usagePlanId: string;
  readonly keyId: string;
}

export function getUsagePlanKey(store: RestApiStore): Operation<UsagePlanKeyInput> {
  return ({ usagePlanId, keyId }, context) => {
    if (!requirePlan(store, usagePlanId, context).keyIds.includes(keyId)) {
      throw notFound('Invalid Usage Plan Key identifier specified');
    }
    return planKeyView(requireKey(store, keyId, context));
  };
}
