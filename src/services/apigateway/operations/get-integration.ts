import type { Operation } from '../../../gateway/operation.ts';
import { noSuchIntegration } from '../rest-api-errors.ts';
import type { Integration } from '../rest-api-record.ts';
import { type RestApiStore, requireMethod } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export function getIntegration(store: RestApiStore): Operation<MethodAddress, Integration> {
  return ({ restApiId, resourceId, httpMethod }, context) => {
    const { methodIntegration } = requireMethod(store.require(restApiId, context), resourceId, httpMethod);
    if (!methodIntegration) throw noSuchIntegration();
    return methodIntegration;
  };
}
