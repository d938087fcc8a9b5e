/** AWS::ApiGateway::UsagePlanKey. */
import type { ResourceProvider } from '../../resource-provider.ts';

export const usagePlanKey: ResourceProvider = {
  type: 'AWS::ApiGateway::UsagePlanKey',
  properties: new Set(['KeyId', 'KeyType', 'UsagePlanId']),
  requires: [['apigateway', 'CreateUsagePlanKey']],
  async create({ properties, services }) {
    const { KeyId: keyId, KeyType: keyType, UsagePlanId: usagePlanId } = properties;
    const params = { keyId, keyType: keyType ?? 'API_KEY', usagePlanId };
    await services.attempt('apigateway', 'CreateUsagePlanKey', params, ['ConflictException']);
    const id = `${String(keyId)}:${String(usagePlanId)}`;
    return { physicalId: id, ref: id, attributes: { Id: id } };
  },
  async update() {
    return 'REPLACE';
  },
  async delete({ services }, { physicalId }) {
    const [keyId, usagePlanId] = physicalId.split(':');
    await services.attempt('apigateway', 'DeleteUsagePlanKey', { keyId, usagePlanId }, ['NotFoundException']);
  },
};
