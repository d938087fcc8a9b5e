import type { Operation } from '../../../gateway/operation.ts';
import { integrationResponseOf } from '../integration.ts';
import type { GatewayResponse, Texts } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';

export interface PutGatewayResponseInput {
  readonly restApiId: string;
  readonly responseType: string;
  readonly statusCode?: string;
  readonly responseParameters?: Texts;
  readonly responseTemplates?: Texts;
}

export function putGatewayResponse(store: RestApiStore): Operation<PutGatewayResponseInput> {
  return async ({ restApiId, responseType, statusCode, responseParameters = {}, responseTemplates = {} }, context) => {
    integrationResponseOf({ statusCode: statusCode ?? '', responseTemplates });
    const response: GatewayResponse = {
      responseType,
      statusCode,
      responseParameters,
      responseTemplates,
      defaultResponse: false,
    };
    await store.change(restApiId, context, (api) => ({
      ...api,
      gatewayResponses: { ...api.gatewayResponses, [responseType]: response },
    }));
    return response;
  };
}
