/** AWS::ApiGateway::GatewayResponse: the form of API Gateway's own errors. */
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../../resource-provider.ts';

export const gatewayResponse: ResourceProvider = {
  type: 'AWS::ApiGateway::GatewayResponse',
  properties: new Set(['RestApiId', 'ResponseType', 'StatusCode', 'ResponseParameters', 'ResponseTemplates']),
  requires: [['apigateway', 'PutGatewayResponse']],
  create: put,
  async update(request, previous) {
    const { RestApiId, ResponseType } = request.properties;
    return `${String(RestApiId)}/${String(ResponseType)}` === previous.physicalId ? put(request) : 'REPLACE';
  },
  async delete({ services }, { physicalId }) {
    const [restApiId, responseType] = physicalId.split('/');
    await services.attempt('apigateway', 'DeleteGatewayResponse', { restApiId, responseType }, ['NotFoundException']);
  },
};

async function put({ properties, services }: ResourceRequest): Promise<ResourceInstance> {
  const { RestApiId: restApiId, ResponseType: responseType, ResponseParameters, ResponseTemplates } = properties;
  await services.call('apigateway', 'PutGatewayResponse', {
    restApiId,
    responseType,
    statusCode: textOf(properties, 'StatusCode'),
    responseParameters: ResponseParameters,
    responseTemplates: ResponseTemplates,
  });
  const id = `${String(restApiId)}/${String(responseType)}`;
  return { physicalId: id, ref: id, attributes: { Id: id } };
}
