/** AWS::SNS::Subscription. One by mail waits for its confirmation, as on AWS; the stack does not wait for it. */
import type { JsonObject } from '../../asl/json.ts';
import type { ResourceInstance, ResourceProvider } from '../resource-provider.ts';
import { attributeText } from './sns-topic.ts';

const ATTRIBUTES = [
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'DeliveryPolicy',
  'SubscriptionRoleArn',
];

/** Where the template is silent; the others are empty then. */
const SILENT: Readonly<Record<string, string>> = {
  RawMessageDelivery: 'false',
  FilterPolicyScope: 'MessageAttributes',
};

export const snsSubscription: ResourceProvider = {
  type: 'AWS::SNS::Subscription',
  properties: new Set([...ATTRIBUTES, 'TopicArn', 'Protocol', 'Endpoint']),
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
    return instance(arn, properties);
  },
  async update({ properties, services }, previous) {
    if (placeOf(properties) !== previous.attributes['Place']) return 'REPLACE';
    const wanted = attributes(properties);
    const before = (previous.attributes['Given'] ?? []) as readonly string[];
    for (const AttributeName of new Set([...before, ...Object.keys(wanted)])) {
      const AttributeValue = wanted[AttributeName] ?? SILENT[AttributeName] ?? '';
      const params = { SubscriptionArn: previous.physicalId, AttributeName, AttributeValue };
      await services.call('sns', 'SetSubscriptionAttributes', params);
    }
    return instance(previous.physicalId, properties);
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

function placeOf({ TopicArn, Protocol, Endpoint }: JsonObject): string {
  return `${TopicArn} ${Protocol} ${JSON.stringify(Endpoint)}`;
}

function instance(arn: string, properties: JsonObject): ResourceInstance {
  const Given = Object.keys(attributes(properties));
  return { physicalId: arn, ref: arn, attributes: { Arn: arn, Place: placeOf(properties), Given } };
}
