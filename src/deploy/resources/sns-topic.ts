/** AWS::SNS::Topic with the subscriptions that it lists itself. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

const ATTRIBUTES = [
  'DisplayName',
  'FifoTopic',
  'ContentBasedDeduplication',
  'KmsMasterKeyId',
  'FifoThroughputScope',
  'DeliveryPolicy',
  'SignatureVersion',
  'TracingConfig',
];

export const snsTopic: ResourceProvider = {
  type: 'AWS::SNS::Topic',
  properties: new Set([...ATTRIBUTES, 'TopicName', 'Subscription', 'Tags']),
  requires: [['sns', 'CreateTopic']],
  async create(request) {
    const { properties, services } = request;
    const isFifo = String(properties['FifoTopic']) === 'true';
    const generated = `${request.generatedName.slice(0, 250)}${isFifo ? '.fifo' : ''}`;
    const name = textOf(properties, 'TopicName') ?? generated;
    const made = await services.call('sns', 'CreateTopic', {
      Name: name,
      Attributes: attributes(properties),
      Tags: properties['Tags'] ?? [],
    });
    return subscribed(String(made['TopicArn']), name, request);
  },
  async update(request, previous) {
    const { properties, services } = request;
    const name = textOf(properties, 'TopicName');
    if (name !== undefined && name !== previous.attributes['TopicName']) return 'REPLACE';
    for (const [AttributeName, AttributeValue] of Object.entries(attributes(properties))) {
      if (AttributeName === 'FifoTopic') continue;
      await services.call('sns', 'SetTopicAttributes', {
        TopicArn: previous.physicalId,
        AttributeName,
        AttributeValue,
      });
    }
    return subscribed(previous.physicalId, String(previous.attributes['TopicName']), request);
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('sns', 'DeleteTopic', { TopicArn: physicalId }, ['NotFoundException', 'NotFound']);
  },
};

async function subscribed(
  TopicArn: string,
  name: string,
  { properties, services }: ResourceRequest,
): Promise<ResourceInstance> {
  for (const { Protocol, Endpoint } of (properties['Subscription'] ?? []) as JsonObject[]) {
    await services.call('sns', 'Subscribe', { TopicArn, Protocol, Endpoint });
  }
  return { physicalId: TopicArn, ref: TopicArn, attributes: { TopicArn, TopicName: name } };
}

function attributes(properties: JsonObject): Record<string, string> {
  return Object.fromEntries(
    ATTRIBUTES.filter((name) => properties[name] !== undefined).map((name) => [name, attributeText(properties[name]!)]),
  );
}

/** Attributes are texts; documents are JSON. */
export function attributeText(value: Json): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
