import type { Operation } from '../../../gateway/operation.ts';
import { checkMethod, type MethodInput } from '../check-method.ts';
import { conflict } from '../rest-api-errors.ts';
import { type RestApiStore, requireResource, withMethod } from '../rest-api-store.ts';

export interface PutMethodInput extends MethodInput {
  readonly restApiId: string;
  readonly resourceId: string;
}

export function putMethod(store: RestApiStore): Operation<PutMethodInput> {
  return async (input, context) => {
    const { restApiId, resourceId } = input;
    const api = await store.change(restApiId, context, (before) => {
      const method = checkMethod(before, input);
      if (Object.hasOwn(requireResource(before, resourceId).resourceMethods, method.httpMethod)) {
        throw conflict('Method already exists for this resource');
      }
      return withMethod(before, resourceId, method.httpMethod, method);
    });
    return api.resources[resourceId]!.resourceMethods[input.httpMethod];
  };
}
