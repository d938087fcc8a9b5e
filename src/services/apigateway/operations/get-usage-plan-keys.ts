import type { Operation } from '../../../gateway/operation.ts';
import { planKeyView, requirePlan } from '../api-keys.ts';
import { type PageInput, page } from '../page.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export interface GetUsagePlanKeysInput extends PageInput {
  readonly usagePlanId: string;
  readonly nameQuery?: string;
}

export function getUsagePlanKeys(store: RestApiStore): Operation<GetUsagePlanKeysInput> {
  return (input, context) => {
    const keys = requirePlan(store, input.usagePlanId, context).keyIds.flatMap((id) => {
      const key = store.keys.get(id);
      return key && (key.name ?? '').startsWith(input.nameQuery ?? '') ? [planKeyView(key)] : [];
    });
    return page(keys, input);
  };
}
