/** AWS::ApiGateway::ApiKey. */
import type { JsonObject } from '../../../asl/json.ts';
import { pick, type ResourceProvider, tagMap, textOf } from '../../resource-provider.ts';
import { lowerFirst } from './rest-api.ts';

export const apiKey: ResourceProvider = {
  type: 'AWS::ApiGateway::ApiKey',
  properties: new Set([
    'Name',
    'Description',
    'Enabled',
    'Value',
    'CustomerId',
    'GenerateDistinctId',
    'StageKeys',
    'Tags',
  ]),
  requires: [['apigateway', 'CreateApiKey']],
  async create({ properties, services, generatedName }) {
    const name = textOf(properties, 'Name') ?? generatedName;
    const found = (
      (await services.call('apigateway', 'GetApiKeys', { nameQuery: name, limit: 500 }))['items'] as JsonObject[]
    ).find((item) => item['name'] === name && properties['Name'] === undefined);
    const made =
      found ??
      (await services.call('apigateway', 'CreateApiKey', {
        ...pick(lowerFirst(properties), ['description', 'value', 'customerId']),
        name,
        enabled: properties['Enabled'] === true || properties['Enabled'] === 'true',
        stageKeys: ((properties['StageKeys'] ?? []) as JsonObject[]).map(lowerFirst),
        tags: tagMap(properties['Tags']),
      }));
    const id = String(made['id']);
    return { physicalId: id, ref: id, attributes: { APIKeyId: id } };
  },
  async update({ properties, services }, previous) {
    if (properties['Value'] !== undefined) return 'REPLACE';
    const enabled = String(properties['Enabled'] === true || properties['Enabled'] === 'true');
    const patchOperations = [{ op: 'replace', path: '/enabled', value: enabled }];
    for (const [name, path] of [
      ['Description', '/description'],
      ['CustomerId', '/customerId'],
    ] as const) {
      const value = textOf(properties, name);
      if (value !== undefined) patchOperations.push({ op: 'replace', path, value });
    }
    await services.call('apigateway', 'UpdateApiKey', { apiKey: previous.physicalId, patchOperations });
    return previous;
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('apigateway', 'DeleteApiKey', { apiKey: physicalId }, ['NotFoundException']);
  },
};
