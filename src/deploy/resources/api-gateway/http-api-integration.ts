/** AWS::ApiGatewayV2::Integration. */
import type { JsonObject } from '../../../asl/json.ts';
import type { ResourceProvider } from '../../resource-provider.ts';

export const httpApiIntegration: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Integration',
  properties: new Set([
    'ApiId',
    'IntegrationType',
    'IntegrationSubtype',
    'IntegrationMethod',
    'IntegrationUri',
    'PayloadFormatVersion',
    'ConnectionType',
    'CredentialsArn',
    'Description',
    'RequestParameters',
    'TimeoutInMillis',
  ]),
  requires: [['apigatewayv2', 'CreateIntegration']],
  async create({ properties, services }) {
    const made = await services.call('apigatewayv2', 'CreateIntegration', numbers(properties));
    const id = String(made['IntegrationId']);
    return { physicalId: id, ref: id, attributes: { IntegrationId: id, ApiId: properties['ApiId'] ?? null } };
  },
  async update({ properties, services }, previous) {
    if (properties['ApiId'] !== previous.attributes['ApiId']) return 'REPLACE';
    const params = { ...numbers(properties), IntegrationId: previous.physicalId };
    await services.call('apigatewayv2', 'UpdateIntegration', params);
    return previous;
  },
  async delete({ services }, { physicalId, attributes }) {
    const params = { ApiId: attributes['ApiId'], IntegrationId: physicalId };
    await services.attempt('apigatewayv2', 'DeleteIntegration', params, ['NotFoundException']);
  },
};

function numbers(properties: JsonObject): Record<string, unknown> {
  const { TimeoutInMillis } = properties;
  return { ...properties, ...(TimeoutInMillis !== undefined && { TimeoutInMillis: Number(TimeoutInMillis) }) };
}
