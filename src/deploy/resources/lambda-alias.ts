/** AWS::Lambda::Alias. */
import type { JsonObject } from '../../asl/json.ts';
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../resource-provider.ts';

export const lambdaAlias: ResourceProvider = {
  type: 'AWS::Lambda::Alias',
  properties: new Set(['FunctionName', 'FunctionVersion', 'Name', 'Description', 'RoutingConfig']),
  requires: [['lambda', 'CreateAlias']],
  async create(request) {
    const params = parameters(request);
    const made =
      (await request.services.attempt('lambda', 'CreateAlias', params, ['ResourceConflictException'])) ??
      (await request.services.call('lambda', 'UpdateAlias', params));
    return instance(made);
  },
  async update(request, previous) {
    const made = await request.services.attempt('lambda', 'UpdateAlias', parameters(request), [
      'ResourceNotFoundException',
    ]);
    return made === undefined || String(made['AliasArn']) !== previous.physicalId ? 'REPLACE' : previous;
  },
  async delete({ services }, { physicalId }) {
    const colon = physicalId.lastIndexOf(':');
    const params = { FunctionName: physicalId.slice(0, colon), Name: physicalId.slice(colon + 1) };
    await services.attempt('lambda', 'DeleteAlias', params, ['ResourceNotFoundException']);
  },
};

function parameters({ properties }: ResourceRequest): Record<string, unknown> {
  const { RoutingConfig, ...rest } = properties;
  const weights = ((RoutingConfig as JsonObject | undefined)?.['AdditionalVersionWeights'] ?? []) as JsonObject[];
  const AdditionalVersionWeights = Object.fromEntries(
    weights.map((one) => [String(one['FunctionVersion']), Number(one['FunctionWeight'])]),
  );
  return { ...rest, ...(weights.length > 0 && { RoutingConfig: { AdditionalVersionWeights } }) };
}

function instance(made: Readonly<Record<string, unknown>>): ResourceInstance {
  const arn = String(made['AliasArn']);
  return { physicalId: arn, ref: arn, attributes: { AliasArn: arn } };
}
