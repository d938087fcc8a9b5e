import type { Operation } from '../../../gateway/operation.ts';
import { ownedBy } from '../api-keys.ts';
import { type PageInput, page } from '../page.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { keyView } from '../views.ts';

export interface GetApiKeysInput extends PageInput {
  readonly nameQuery?: string;
  readonly customerId?: string;
  readonly includeValues?: boolean;
}

export function getApiKeys(store: RestApiStore): Operation<GetApiKeysInput> {
  return (input, context) => {
    const { nameQuery = '', customerId } = input;
    const keys = ownedBy(store.keys, context).filter(
      (key) => (key.name ?? '').startsWith(nameQuery) && (customerId === undefined || key.customerId === customerId),
    );
    const { items, position } = page(keys, input);
    return { items: items.map((key) => keyView(key, input.includeValues ?? false)), position };
  };
}
