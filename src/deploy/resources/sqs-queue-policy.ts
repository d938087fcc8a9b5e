/** AWS::SQS::QueuePolicy: recorded with each queue. */
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../resource-provider.ts';

const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

export const sqsQueuePolicy: ResourceProvider = {
  type: 'AWS::SQS::QueuePolicy',
  properties: new Set(['Queues', 'PolicyDocument']),
  requires: [['sqs', 'SetQueueAttributes']],
  create: put,
  update: put,
  async delete({ services }, { attributes }) {
    for (const QueueUrl of (attributes['Queues'] ?? []) as string[]) {
      await services.attempt('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } }, GONE);
    }
  },
};

async function put({ properties, services, generatedName }: ResourceRequest): Promise<ResourceInstance> {
  const Policy = JSON.stringify(properties['PolicyDocument']);
  for (const QueueUrl of (properties['Queues'] ?? []) as string[]) {
    await services.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  }
  const attributes = { Id: generatedName, Queues: properties['Queues'] ?? [] };
  return { physicalId: generatedName, ref: generatedName, attributes };
}
