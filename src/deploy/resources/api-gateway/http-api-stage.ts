/** AWS::ApiGatewayV2::Stage. */
import type { JsonObject } from '../../../asl/json.ts';
import type { ResourceProvider } from '../../resource-provider.ts';

export const httpApiStage: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Stage',
  properties: new Set([
    'ApiId',
    'StageName',
    'AutoDeploy',
    'DeploymentId',
    'Description',
    'StageVariables',
    'DefaultRouteSettings',
    'RouteSettings',
    'AccessLogSettings',
    'Tags',
  ]),
  requires: [['apigatewayv2', 'CreateStage']],
  async create({ properties, services }) {
    const params = typed(properties);
    const made = await services.attempt('apigatewayv2', 'CreateStage', params, ['ConflictException']);
    if (made === undefined) await services.call('apigatewayv2', 'UpdateStage', params);
    const name = String(properties['StageName']);
    return { physicalId: name, ref: name, attributes: { ApiId: properties['ApiId'] ?? null } };
  },
  async update({ properties, services }, previous) {
    const { ApiId, StageName } = properties;
    if (ApiId !== previous.attributes['ApiId'] || StageName !== previous.physicalId) return 'REPLACE';
    await services.call('apigatewayv2', 'UpdateStage', typed(properties));
    return previous;
  },
  async delete({ services }, { physicalId, attributes }) {
    const params = { ApiId: attributes['ApiId'], StageName: physicalId };
    await services.attempt('apigatewayv2', 'DeleteStage', params, ['NotFoundException']);
  },
};

function typed(properties: JsonObject): Record<string, unknown> {
  const { AutoDeploy } = properties;
  return {
    ...properties,
    ...(AutoDeploy !== undefined && { AutoDeploy: AutoDeploy === true || AutoDeploy === 'true' }),
  };
}
