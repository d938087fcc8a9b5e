/** AWS::SNS::TopicPolicy: recorded with each topic. */
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../resource-provider.ts';

export const snsTopicPolicy: ResourceProvider = {
  type: 'AWS::SNS::TopicPolicy',
  properties: new Set(['Topics', 'PolicyDocument']),
  requires: [['sns', 'SetTopicAttributes']],
  create: put,
  update: put,
  // A topic without a policy has none to speak of: nothing is enforced, and the topic mostly goes with it.
  async delete() {},
};

async function put({ properties, services, generatedName }: ResourceRequest): Promise<ResourceInstance> {
  const AttributeValue = JSON.stringify(properties['PolicyDocument']);
  for (const TopicArn of (properties['Topics'] ?? []) as string[]) {
    await services.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  }
  return { physicalId: generatedName, ref: generatedName, attributes: { Id: generatedName } };
}
