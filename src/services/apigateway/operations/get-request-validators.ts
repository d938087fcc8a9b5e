import type { Operation } from '../../../gateway/operation.ts';
import { type PageInput, page } from '../page.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export function getRequestValidators(store: RestApiStore): Operation<PageInput & { readonly restApiId: string }> {
  return (input, context) => page(Object.values(store.require(input.restApiId, context).requestValidators), input);
}
