/** AWS::SQS::Queue. `Ref` yields its URL. */
import type { JsonObject } from '../../asl/json.ts';
import {
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  tagMap,
  textOf,
} from '../resource-provider.ts';
import { attributeText } from './sns-topic.ts';

const ATTRIBUTES = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
  'RedrivePolicy',
  'RedriveAllowPolicy',
];

export const sqsQueue: ResourceProvider = {
  type: 'AWS::SQS::Queue',
  properties: new Set([...ATTRIBUTES, 'QueueName', 'Tags']),
  requires: [['sqs', 'CreateQueue']],
  async create(request) {
    const { properties, services } = request;
    const isFifo = String(properties['FifoQueue']) === 'true';
    const QueueName =
      textOf(properties, 'QueueName') ?? `${request.generatedName.slice(0, 75)}${isFifo ? '.fifo' : ''}`;
    const Attributes = attributes(properties);
    const made =
      (await services.attempt('sqs', 'CreateQueue', { QueueName, Attributes, tags: tagMap(properties['Tags']) }, [
        'QueueNameExists',
        'QueueAlreadyExists',
      ])) ?? (await services.call('sqs', 'GetQueueUrl', { QueueName }));
    const url = String(made['QueueUrl']);
    await configure(url, request);
    return instance(url, QueueName, request);
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'QueueName');
    if (name !== undefined && name !== previous.attributes['QueueName']) return 'REPLACE';
    await configure(previous.physicalId, request);
    return previous;
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('sqs', 'DeleteQueue', { QueueUrl: physicalId }, [
      'QueueDoesNotExist',
      'AWS.SimpleQueueService.NonExistentQueue',
    ]);
  },
};

async function configure(QueueUrl: string, { properties, services }: ResourceRequest): Promise<void> {
  const { FifoQueue: _fixed, ...Attributes } = attributes(properties);
  if (Object.keys(Attributes).length > 0) await services.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
}

function attributes(properties: JsonObject): Record<string, string> {
  // A standard queue must not be asked to be one.
  const wanted = ATTRIBUTES.filter(
    (name) => properties[name] !== undefined && !(name === 'FifoQueue' && String(properties[name]) === 'false'),
  );
  return Object.fromEntries(wanted.map((name) => [name, attributeText(properties[name]!)]));
}

function instance(url: string, name: string, { region, account }: ResourceRequest): ResourceInstance {
  const Arn = `arn:aws:sqs:${region}:${account}:${name}`;
  return { physicalId: url, ref: url, attributes: { Arn, QueueName: name, QueueUrl: url } };
}
