import type { Operation } from '../../../gateway/operation.ts';
import { type RestApiStore, requireResource } from '../rest-api-store.ts';
import { resourceView } from '../views.ts';

export interface ResourceInput {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly embed?: readonly string[];
}

export function getResource(store: RestApiStore): Operation<ResourceInput> {
  return ({ restApiId, resourceId, embed }, context) =>
    resourceView(requireResource(store.require(restApiId, context), resourceId), embed?.includes('methods') ?? false);
}
