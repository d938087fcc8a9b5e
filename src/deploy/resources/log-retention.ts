/** Custom::LogRetention of the CDK: a log group's retention, set without the function that CDK ships for it. */
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

export const logRetention: ResourceProvider = {
  type: 'Custom::LogRetention',
  properties: new Set([
    'ServiceToken',
    'ServiceTimeout',
    'LogGroupName',
    'LogGroupRegion',
    'RetentionInDays',
    'RemovalPolicy',
    'SdkRetry',
    'Tags',
  ]),
  requires: [['logs', 'CreateLogGroup']],
  create: put,
  update: put,
  async delete({ services }, { physicalId, attributes }) {
    if (attributes['RemovalPolicy'] !== 'destroy') return;
    await services.attempt('logs', 'DeleteLogGroup', { logGroupName: physicalId }, ['ResourceNotFoundException']);
  },
};

async function put({ properties, services }: ResourceRequest): Promise<ResourceInstance> {
  const logGroupName = String(properties['LogGroupName']);
  await services.attempt('logs', 'CreateLogGroup', { logGroupName }, ['ResourceAlreadyExistsException']);
  const days = textOf(properties, 'RetentionInDays');
  if (days === undefined) {
    await services.attempt('logs', 'DeleteRetentionPolicy', { logGroupName }, ['ResourceNotFoundException']);
  } else {
    await services.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: Number(days) });
  }
  const attributes = { LogGroupName: logGroupName, RemovalPolicy: properties['RemovalPolicy'] ?? 'retain' };
  return { physicalId: logGroupName, ref: logGroupName, attributes };
}
