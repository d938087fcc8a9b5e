/** AWS::KMS::Alias. */
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

export const kmsAlias: ResourceProvider = {
  type: 'AWS::KMS::Alias',
  properties: new Set(['AliasName', 'TargetKeyId']),
  requires: [
    ['kms', 'CreateAlias'],
    ['kms', 'UpdateAlias'],
  ],
  async create(request) {
    const input = inputOf(request);
    const made = await request.services.attempt('kms', 'CreateAlias', input, ['AlreadyExistsException']);
    if (!made) await request.services.call('kms', 'UpdateAlias', input);
    return instance(input.AliasName);
  },
  async update(request, previous) {
    const input = inputOf(request);
    if (input.AliasName !== previous.physicalId) return 'REPLACE';
    await request.services.call('kms', 'UpdateAlias', input);
    return previous;
  },
  async delete({ services }, { physicalId: AliasName }) {
    await services.attempt('kms', 'DeleteAlias', { AliasName }, ['NotFoundException']);
  },
};

function inputOf({ properties }: ResourceRequest) {
  return { AliasName: textOf(properties, 'AliasName') ?? '', TargetKeyId: textOf(properties, 'TargetKeyId') ?? '' };
}

function instance(name: string): ResourceInstance {
  return { physicalId: name, ref: name, attributes: {} };
}
