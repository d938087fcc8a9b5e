/** AWS::ApiGatewayV2::Route. */
import type { JsonObject } from '../../../asl/json.ts';
import { DeployError } from '../../deploy-error.ts';
import type { ResourceProvider } from '../../resource-provider.ts';

export const httpApiRoute: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Route',
  properties: new Set([
    'ApiId',
    'RouteKey',
    'Target',
    'AuthorizationType',
    'AuthorizationScopes',
    'AuthorizerId',
    'OperationName',
    'ApiKeyRequired',
  ]),
  requires: [['apigatewayv2', 'CreateRoute']],
  async create({ properties, services }) {
    const { ApiId, RouteKey } = properties;
    const made =
      (await services.attempt('apigatewayv2', 'CreateRoute', { ...properties }, ['ConflictException'])) ??
      ((await services.call('apigatewayv2', 'GetRoutes', { ApiId }))['Items'] as JsonObject[]).find(
        (item) => item['RouteKey'] === RouteKey,
      );
    if (!made) throw new DeployError('RESOURCE_FAILED', `The route ${String(RouteKey)} cannot be found`);
    const id = String(made['RouteId']);
    return { physicalId: id, ref: id, attributes: { RouteId: id, ApiId: ApiId ?? null } };
  },
  async update({ properties, services }, previous) {
    if (properties['ApiId'] !== previous.attributes['ApiId']) return 'REPLACE';
    await services.call('apigatewayv2', 'UpdateRoute', { ...properties, RouteId: previous.physicalId });
    return previous;
  },
  async delete({ services }, { physicalId, attributes }) {
    await services.attempt('apigatewayv2', 'DeleteRoute', { ApiId: attributes['ApiId'], RouteId: physicalId }, [
      'NotFoundException',
    ]);
  },
};
