/** AWS::ApiGateway::Resource: a part of a path. */
import type { JsonObject } from '../../../asl/json.ts';
import { DeployError } from '../../deploy-error.ts';
import type { ResourceProvider } from '../../resource-provider.ts';

export const apiResource: ResourceProvider = {
  type: 'AWS::ApiGateway::Resource',
  properties: new Set(['RestApiId', 'ParentId', 'PathPart']),
  requires: [['apigateway', 'CreateResource']],
  async create({ properties, services }) {
    const { RestApiId: restApiId, ParentId: parentId, PathPart: pathPart } = properties;
    const made =
      (await services.attempt('apigateway', 'CreateResource', { restApiId, parentId, pathPart }, [
        'ConflictException',
      ])) ??
      ((await services.call('apigateway', 'GetResources', { restApiId, limit: 500 }))['items'] as JsonObject[]).find(
        (item) => item['parentId'] === parentId && item['pathPart'] === pathPart,
      );
    if (!made) throw new DeployError('RESOURCE_FAILED', `The resource ${String(pathPart)} cannot be found`);
    const id = String(made['id']);
    return { physicalId: id, ref: id, attributes: { ResourceId: id, RestApiId: restApiId ?? null } };
  },
  async update() {
    return 'REPLACE';
  },
  async delete({ services }, { physicalId, attributes }) {
    const params = { restApiId: attributes['RestApiId'], resourceId: physicalId };
    await services.attempt('apigateway', 'DeleteResource', params, ['NotFoundException']);
  },
};
