import type { Operation } from '../../../gateway/operation.ts';
import { ownedBy } from '../api-keys.ts';
import { type PageInput, page } from '../page.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { planView } from '../views.ts';

export function getUsagePlans(store: RestApiStore): Operation<PageInput & { readonly keyId?: string }> {
  return (input, context) => {
    const { keyId } = input;
    const plans = ownedBy(store.plans, context).filter((plan) => keyId === undefined || plan.keyIds.includes(keyId));
    const { items, position } = page(plans, input);
    return { items: items.map(planView), position };
  };
}
