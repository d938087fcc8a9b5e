import { expect, test } from 'vitest';
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import { createEmbeddedCaller } from '../../gateway/embedded-caller.ts';
import type { OutgoingMail } from '../../services/mail/mailer.ts';
import { createSnsService } from '../../services/sns/sns-service.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { type ResourceInstance, type ResourceRequest, serviceCalls } from '../resource-provider.ts';
import { resourceProviders } from '../resource-providers.ts';

const region = 'us-east-1';
const account = '000000000000';
const queueArn = `arn:aws:sqs:${region}:${account}:q`;
const otherQueueArn = `arn:aws:sqs:${region}:${account}:r`;

function setUp() {
  const mails: OutgoingMail[] = [];
  const caller = createEmbeddedCaller([
    createSnsService({
      records: createMemoryStore().records,
      caller: {} as AwsCaller,
      baseUrl: () => 'http://localhost',
      mailer: { send: async (mail: OutgoingMail) => void mails.push(mail) },
    }),
  ]);
  const services = serviceCalls(caller, region, account);
  const request = (properties: ResourceRequest['properties']): ResourceRequest => ({
    ...{ logicalId: 'X', stackName: 's', stackId: 'id', region, account, properties, services },
    generatedName: 's-X-ABC',
  });
  return { services, request, mails };
}

const provider = (type: string) => resourceProviders.get(type)!;

test('a topic follows its template, keeps the subscriptions of others, and goes', async () => {
  const { services, request } = setUp();
  const topic = provider('AWS::SNS::Topic');
  const Subscription = [{ Protocol: 'sqs', Endpoint: queueArn }];
  const made = await topic.create(request({ DisplayName: 'News', Subscription, Tags: [{ Key: 'a', Value: 'b' }] }));
  const arn = `arn:aws:sns:${region}:${account}:s-X-ABC`;
  expect(made).toMatchObject({ ref: arn, attributes: { TopicArn: arn, TopicName: 's-X-ABC' } });
  expect(await topic.create(request({ DisplayName: 'News', Subscription }))).toEqual(made);
  const attributes = async () => (await services.call('sns', 'GetTopicAttributes', { TopicArn: arn }))['Attributes'];
  expect(await attributes()).toMatchObject({ DisplayName: 'News', SubscriptionsConfirmed: '1' });

  await services.call('sns', 'Subscribe', { TopicArn: arn, Protocol: 'sqs', Endpoint: otherQueueArn });
  const updated = (await topic.update(request({}), made)) as ResourceInstance;
  expect(await attributes()).toMatchObject({ DisplayName: '', SubscriptionsConfirmed: '1' });
  const { Tags } = await services.call('sns', 'ListTagsForResource', { ResourceArn: arn });
  expect((Tags as { Key: string }[]).map(({ Key }) => Key)).not.toContain('a');
  expect(await topic.update(request({ TopicName: 'other' }), updated)).toBe('REPLACE');
  expect(await topic.update(request({ FifoTopic: true }), updated)).toBe('REPLACE');
  await topic.delete(request({}), updated);
  await topic.delete(request({}), updated);
  await expect(attributes()).rejects.toThrow('NotFound');
});

test('a FIFO topic gets a name that says so', async () => {
  const { services, request } = setUp();
  const made = await provider('AWS::SNS::Topic').create(request({ FifoTopic: true, ContentBasedDeduplication: true }));
  expect(made.attributes['TopicName']).toBe('s-X-ABC.fifo');
  expect(await services.call('sns', 'GetTopicAttributes', { TopicArn: made.ref })).toMatchObject({
    Attributes: { FifoTopic: 'true', ContentBasedDeduplication: 'true' },
  });
});

test('a subscription follows its template; one by mail asks to be confirmed, once', async () => {
  const { services, request, mails } = setUp();
  const { ref: TopicArn } = await provider('AWS::SNS::Topic').create(request({}));
  const subscription = provider('AWS::SNS::Subscription');
  const properties = {
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queueArn,
    FilterPolicy: { kind: ['a'] },
    RawMessageDelivery: true,
  };
  const made = await subscription.create(request(properties));
  expect(await subscription.create(request(properties))).toEqual(made);
  const attributes = async () =>
    (await services.call('sns', 'GetSubscriptionAttributes', { SubscriptionArn: made.ref }))['Attributes'];
  expect(await attributes()).toMatchObject({ FilterPolicy: '{"kind":["a"]}', RawMessageDelivery: 'true' });
  const updated = await subscription.update(request({ TopicArn, Protocol: 'sqs', Endpoint: queueArn }), made);
  expect(await attributes()).not.toMatchObject({ FilterPolicy: '{"kind":["a"]}' });
  expect(await attributes()).toMatchObject({ RawMessageDelivery: 'false' });
  expect(await subscription.update(request({ ...properties, Endpoint: otherQueueArn }), made)).toBe('REPLACE');
  await subscription.delete(request({}), updated as ResourceInstance);
  await subscription.delete(request({}), updated as ResourceInstance);
  await expect(attributes()).rejects.toThrow('Subscription does not exist');

  const byMail = await subscription.create(request({ TopicArn, Protocol: 'email', Endpoint: 'ada@example.com' }));
  expect(byMail.ref).toMatch(/^arn:aws:sns:.*:s-X-ABC:/);
  expect(mails).toHaveLength(1);
});
