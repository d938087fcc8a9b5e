/** AWS::ApiGateway::UsagePlan. */
import type { JsonObject } from '../../../asl/json.ts';
import { type ResourceProvider, type ResourceRequest, tagMap, textOf } from '../../resource-provider.ts';
import { lowerFirst } from './rest-api.ts';

export const usagePlan: ResourceProvider = {
  type: 'AWS::ApiGateway::UsagePlan',
  properties: new Set(['UsagePlanName', 'Description', 'ApiStages', 'Throttle', 'Quota', 'Tags']),
  requires: [['apigateway', 'CreateUsagePlan']],
  async create(request) {
    const { properties, services, generatedName } = request;
    const made = await services.call('apigateway', 'CreateUsagePlan', {
      name: textOf(properties, 'UsagePlanName') ?? generatedName,
      description: properties['Description'],
      apiStages: stages(request),
      throttle: properties['Throttle'] && lowerFirst(properties['Throttle'] as JsonObject),
      quota: properties['Quota'] && lowerFirst(properties['Quota'] as JsonObject),
      tags: tagMap(properties['Tags']),
    });
    const id = String(made['id']);
    return { physicalId: id, ref: id, attributes: { Id: id } };
  },
  async update(request, previous) {
    const { services } = request;
    const usagePlanId = previous.physicalId;
    const plan = await services.call('apigateway', 'GetUsagePlan', { usagePlanId });
    const text = ({ apiId, stage }: JsonObject): string => `${String(apiId)}:${String(stage)}`;
    const before = ((plan['apiStages'] ?? []) as JsonObject[]).map(text);
    const after = stages(request).map(text);
    const patchOperations = [
      ...before.filter((one) => !after.includes(one)).map((value) => ({ op: 'remove', path: '/apiStages', value })),
      ...after.filter((one) => !before.includes(one)).map((value) => ({ op: 'add', path: '/apiStages', value })),
    ];
    await services.call('apigateway', 'UpdateUsagePlan', { usagePlanId, patchOperations });
    return previous;
  },
  async delete({ services }, { physicalId: usagePlanId }) {
    const plan = await services.attempt('apigateway', 'GetUsagePlan', { usagePlanId }, ['NotFoundException']);
    if (!plan) return;
    const patchOperations = ((plan['apiStages'] ?? []) as JsonObject[]).map(({ apiId, stage }) => ({
      op: 'remove',
      path: '/apiStages',
      value: `${String(apiId)}:${String(stage)}`,
    }));
    await services.call('apigateway', 'UpdateUsagePlan', { usagePlanId, patchOperations });
    await services.attempt('apigateway', 'DeleteUsagePlan', { usagePlanId }, ['NotFoundException']);
  },
};

function stages({ properties }: ResourceRequest): JsonObject[] {
  return ((properties['ApiStages'] ?? []) as JsonObject[]).map(lowerFirst);
}
