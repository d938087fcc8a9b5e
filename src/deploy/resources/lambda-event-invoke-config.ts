/** AWS::Lambda::EventInvokeConfig: how asynchronous invocations are tried again, and who hears of their ends. */
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../resource-provider.ts';

export const lambdaEventInvokeConfig: ResourceProvider = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: new Set([
    'FunctionName',
    'Qualifier',
    'MaximumRetryAttempts',
    'MaximumEventAgeInSeconds',
    'DestinationConfig',
  ]),
  requires: [['lambda', 'PutFunctionEventInvokeConfig']],
  create: put,
  async update(request, previous) {
    return idOf(request) === previous.physicalId ? put(request) : 'REPLACE';
  },
  async delete({ services }, { physicalId }) {
    const [FunctionName, Qualifier] = physicalId.split('|');
    await services.attempt('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier }, [
      'ResourceNotFoundException',
    ]);
  },
};

async function put(request: ResourceRequest): Promise<ResourceInstance> {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, ...rest } = request.properties;
  await request.services.call('lambda', 'PutFunctionEventInvokeConfig', {
    ...rest,
    ...(MaximumRetryAttempts !== undefined && { MaximumRetryAttempts: Number(MaximumRetryAttempts) }),
    ...(MaximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds: Number(MaximumEventAgeInSeconds) }),
  });
  const id = idOf(request);
  return { physicalId: id, ref: id, attributes: {} };
}

function idOf({ properties }: ResourceRequest): string {
  return `${String(properties['FunctionName'])}|${String(properties['Qualifier'] ?? '$LATEST')}`;
}
