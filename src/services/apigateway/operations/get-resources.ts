import type { Operation } from '../../../gateway/operation.ts';
import { type PageInput, page } from '../page.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { resourceView } from '../views.ts';

export interface GetResourcesInput extends PageInput {
  readonly restApiId: string;
  readonly embed?: readonly string[];
}

export function getResources(store: RestApiStore): Operation<GetResourcesInput> {
  return (input, context) => {
    const { resources } = store.require(input.restApiId, context);
    const { items, position } = page(Object.values(resources), input);
    const withMethods = input.embed?.includes('methods') ?? false;
    return { items: items.map((resource) => resourceView(resource, withMethods)), position };
  };
}
