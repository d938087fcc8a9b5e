/** AWS::SNS::Subscription. */
import type { JsonObject } from '../../asl/json.ts';
import type { ResourceProvider } from '../resource-provider.ts';
import { attributeText } from './sns-topic.ts';

const ATTRIBUTES = [
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'DeliveryPolicy',
  'SubscriptionRoleArn',
];

export const snsSubscription: ResourceProvider = {
  type: 'AWS::SNS::Subscription',
  properties: new Set([...ATTRIBUTES, 'TopicArn', 'Protocol', 'Endpoint', 'Region']),
  requires: [['sns', 'Subscribe']],
  async create({ properties, services }) {
    const { TopicArn, Protocol, Endpoint } = properties;
    const made = await services.call('sns', 'Subscribe', {
      TopicArn,
      Protocol,
      Endpoint,
      Attributes: attributes(properties),
      ReturnSubscriptionArn: true,
    });
    const arn = String(made['SubscriptionArn']);
    return {
      physicalId: arn,
      ref: arn,
      attributes: { Arn: arn, Place: `${TopicArn} ${Protocol} ${JSON.stringify(Endpoint)}` },
    };
  },
  async update({ properties, services }, previous) {
    const { TopicArn, Protocol, Endpoint } = properties;
    if (`${TopicArn} ${Protocol} ${JSON.stringify(Endpoint)}` !== previous.attributes['Place']) return 'REPLACE';
    for (const [AttributeName, AttributeValue] of Object.entries(attributes(properties))) {
      const params = { SubscriptionArn: previous.physicalId, AttributeName, AttributeValue };
      await services.call('sns', 'SetSubscriptionAttributes', params);
    }
    return previous;
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('sns', 'Unsubscribe', { SubscriptionArn: physicalId }, [
      'NotFoundException',
      'NotFound',
      'InvalidParameterException',
    ]);
  },
};

function attributes(properties: JsonObject): Record<string, string> {
  return Object.fromEntries(
    ATTRIBUTES.filter((name) => properties[name] !== undefined).map((name) => [name, attributeText(properties[name]!)]),
  );
}
