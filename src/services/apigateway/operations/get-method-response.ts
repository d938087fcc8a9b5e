import type { Operation } from '../../../gateway/operation.ts';
import { noSuchStatus } from '../rest-api-errors.ts';
import type { MethodResponse } from '../rest-api-record.ts';
import { type RestApiStore, requireMethod } from '../rest-api-store.ts';
import type { MethodAddress } from './get-method.ts';

export interface ResponseAddress extends MethodAddress {
  readonly statusCode: string;
}

export function getMethodResponse(store: RestApiStore): Operation<ResponseAddress, MethodResponse> {
  return ({ restApiId, resourceId, httpMethod, statusCode }, context) => {
    const response = requireMethod(store.require(restApiId, context), resourceId, httpMethod).methodResponses?.[
      statusCode
    ];
    if (!response) throw noSuchStatus();
    return response;
  };
}
