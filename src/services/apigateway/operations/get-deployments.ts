import type { Operation } from '../../../gateway/operation.ts';
import { type PageInput, page } from '../page.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { deploymentView } from '../views.ts';

export function getDeployments(store: RestApiStore): Operation<PageInput & { readonly restApiId: string }> {
  return (input, context) => {
    const { items, position } = page(Object.values(store.require(input.restApiId, context).deployments), input);
    return { items: items.map(deploymentView), position };
  };
}
