import type { Operation } from '../../../gateway/operation.ts';
import { type PageInput, page } from '../page.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { apiView } from '../views.ts';

export function getRestApis(store: RestApiStore): Operation<PageInput> {
  return (input, context) => {
    const { items, position } = page(store.list(context), input);
    return { items: items.map(apiView), position };
  };
}
