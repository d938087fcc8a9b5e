/**
 * AWS::SNS::Topic, with the subscriptions that its template may list in it.
 *
 * 1. What leaves the template is taken back: attributes, tags, listed subscriptions. 2. Subscriptions that the template never listed are
 * other people's.
 */
import type { Json, JsonObject } from '../../asl/json.ts';
import {
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  type ServiceCalls,
  tagMap,
  textOf,
} from '../resource-provider.ts';
import { pairs, staleTagKeys } from './stack-tags.ts';

/** Attributes that may change, and their values where the template is silent. */
const CHANGEABLE: Readonly<Record<string, string>> = {
  DisplayName: '',
  KmsMasterKeyId: '',
  ContentBasedDeduplication: 'false',
  FifoThroughputScope: 'Topic',
  DeliveryPolicy: '',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
};
const NOT_FOUND = ['NotFound', 'ResourceNotFound'];

export const snsTopic: ResourceProvider = {
  type: 'AWS::SNS::Topic',
  properties: new Set([...Object.keys(CHANGEABLE), 'TopicName', 'FifoTopic', 'Subscription', 'Tags']),
  requires: [
    ['sns', 'CreateTopic'],
    ['sns', 'SetTopicAttributes'],
  ],
  async create(request) {
    const { properties, services } = request;
    const isFifo = textOf(properties, 'FifoTopic') === 'true';
    const Name = textOf(properties, 'TopicName') ?? `${request.generatedName.slice(0, 251)}${isFifo ? '.fifo' : ''}`;
    const Attributes = isFifo ? { FifoTopic: 'true' } : {};
    const { TopicArn } = await services.call('sns', 'CreateTopic', { Name, Attributes });
    return configure(String(TopicArn), request, undefined);
  },
  async update(request, previous) {
    const { properties } = request;
    const arn = previous.physicalId;
    const name = textOf(properties, 'TopicName');
    const isFifo = textOf(properties, 'FifoTopic') === 'true';
    if ((name !== undefined && name !== nameOf(arn)) || isFifo !== arn.endsWith('.fifo')) return 'REPLACE';
    return configure(arn, request, previous);
  },
  async delete({ services }, { physicalId: TopicArn }) {
    await services.attempt('sns', 'DeleteTopic', { TopicArn }, NOT_FOUND);
  },
};

async function configure(
  TopicArn: string,
  { properties, services }: ResourceRequest,
  previous: ResourceInstance | undefined,
): Promise<ResourceInstance> {
  const { Attributes } = await services.call('sns', 'GetTopicAttributes', { TopicArn });
  const present = Attributes as Readonly<Record<string, string>>;
  for (const [AttributeName, silent] of Object.entries(CHANGEABLE)) {
    const given = properties[AttributeName];
    const AttributeValue = given === undefined ? silent : attributeText(given);
    if (AttributeValue === (present[AttributeName] ?? silent)) continue;
    await services.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
  }
  await tag(TopicArn, properties['Tags'], services);
  const wanted = listed(properties['Subscription']);
  for (const one of wanted) await services.call('sns', 'Subscribe', { TopicArn, ...one });
  for (const old of listed(previous?.attributes['Subscription'])) {
    const isWanted = wanted.some((one) => one.Protocol === old.Protocol && one.Endpoint === old.Endpoint);
    if (!isWanted) await unsubscribe(TopicArn, old, services);
  }
  const attributes = { TopicArn, TopicName: nameOf(TopicArn), Subscription: wanted as unknown as Json };
  return { physicalId: TopicArn, ref: TopicArn, attributes };
}

async function tag(ResourceArn: string, tags: Json | undefined, services: ServiceCalls): Promise<void> {
  const { Tags } = await services.call('sns', 'ListTagsForResource', { ResourceArn });
  const wanted = tagMap(tags);
  const TagKeys = staleTagKeys(tagMap(Tags as JsonObject[] | undefined), wanted);
  if (TagKeys.length > 0) await services.call('sns', 'UntagResource', { ResourceArn, TagKeys });
  if (Object.keys(wanted).length > 0) await services.call('sns', 'TagResource', { ResourceArn, Tags: pairs(wanted) });
}

interface Listed {
  readonly Protocol: string;
  readonly Endpoint: string;
}

function listed(subscriptions: Json | undefined): readonly Listed[] {
  if (!Array.isArray(subscriptions)) return [];
  return (subscriptions as JsonObject[]).map(({ Protocol, Endpoint }) => ({
    Protocol: String(Protocol),
    Endpoint: String(Endpoint),
  }));
}

async function unsubscribe(TopicArn: string, { Protocol, Endpoint }: Listed, services: ServiceCalls): Promise<void> {
  let NextToken: unknown;
  do {
    const more = NextToken === undefined ? {} : { NextToken };
    const page = await services.call('sns', 'ListSubscriptionsByTopic', { TopicArn, ...more });
    for (const one of (page['Subscriptions'] ?? []) as Record<string, string>[]) {
      const { SubscriptionArn = '' } = one;
      // One that was never confirmed has no ARN in the list; it falls away by itself.
      if (one['Protocol'] !== Protocol || one['Endpoint'] !== Endpoint || !SubscriptionArn.startsWith('arn:')) continue;
      await services.call('sns', 'Unsubscribe', { SubscriptionArn });
    }
    NextToken = page['NextToken'];
  } while (NextToken !== undefined);
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** Attributes are texts; documents are JSON. */
export function attributeText(value: Json): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
