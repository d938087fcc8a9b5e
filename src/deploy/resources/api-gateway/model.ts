/** AWS::ApiGateway::Model: a JSON Schema for bodies. */
import { type ResourceProvider, type ResourceRequest, textOf } from '../../resource-provider.ts';

export const apiModel: ResourceProvider = {
  type: 'AWS::ApiGateway::Model',
  properties: new Set(['RestApiId', 'Name', 'ContentType', 'Description', 'Schema']),
  requires: [['apigateway', 'CreateModel']],
  async create(request) {
    const name = textOf(request.properties, 'Name') ?? request.generatedName.replaceAll(/[^A-Za-z0-9]/g, '');
    await remove(request, String(request.properties['RestApiId']), name);
    const { RestApiId: restApiId, ContentType, Description, Schema } = request.properties;
    await request.services.call('apigateway', 'CreateModel', {
      restApiId,
      name,
      contentType: ContentType ?? 'application/json',
      description: Description,
      schema: typeof Schema === 'string' ? Schema : JSON.stringify(Schema ?? {}),
    });
    return { physicalId: name, ref: name, attributes: { RestApiId: restApiId ?? null } };
  },
  async update(request, previous) {
    return this.create({ ...request, properties: { ...request.properties, Name: previous.physicalId } });
  },
  async delete(request, { physicalId, attributes }) {
    await remove(request, String(attributes['RestApiId']), physicalId);
  },
};

async function remove(
  { services }: Pick<ResourceRequest, 'services'>,
  restApiId: string,
  modelName: string,
): Promise<void> {
  await services.attempt('apigateway', 'DeleteModel', { restApiId, modelName }, ['NotFoundException']);
}
