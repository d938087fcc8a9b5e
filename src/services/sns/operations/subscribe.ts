/** Subscribe: queues and functions at once; HTTP endpoints and mail addresses when they have confirmed. */
import { ApiError, type Operation, type OperationContext } from '../../../gateway/operation.ts';
import { parseQueueArn } from '../../sqs/queue-record.ts';
import { isFifoTopic, parseTopicArn } from '../arn.ts';
import { isAuthenticated, type SnsDependencies, type TopicInput } from '../sns-dependencies.ts';
import { invalidParameter } from '../sns-errors.ts';
import { PROTOCOLS, type Protocol, type SubscriptionRecord } from '../sns-records.ts';
import { checkSubscriptionAttributes } from '../subscription-attributes.ts';

interface Input extends TopicInput {
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly ReturnSubscriptionArn?: boolean;
}

/** Of AWS, and not here. */
const FOREIGN = ['sms', 'application', 'firehose'];

export function subscribe(dependencies: SnsDependencies): Operation<Input> {
  return async (input, context) => {
    const { topics } = dependencies;
    parseTopicArn(input.TopicArn);
    const protocol = readProtocol(dependencies, input.Protocol);
    const endpoint = readEndpoint(input, protocol);
    const topic = topics.require(input.TopicArn);
    const attributes = input.Attributes ?? {};
    checkSubscriptionAttributes(attributes, protocol);
    const existing = topics
      .subscriptionsOf(topic.arn)
      .find((subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint);
    if (existing && !isSame(existing.attributes, attributes)) {
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    }
    const subscription =
      existing ?? newSubscription(dependencies, { topicArn: topic.arn, protocol, endpoint, attributes }, context);
    if (subscription.isPending) await askToConfirm(dependencies, subscription);
    else if (existing) await topics.settled();
    else await topics.saveSubscription(subscription);
    const isTold = !subscription.isPending || input.ReturnSubscriptionArn === true;
    return { SubscriptionArn: isTold ? subscription.arn : 'pending confirmation' };
  };
}

function readProtocol({ hasMailer }: SnsDependencies, protocol: string): Protocol {
  const known = PROTOCOLS.find((name) => name === protocol);
  if (FOREIGN.includes(protocol) || (known?.startsWith('email') && !hasMailer)) {
    throw new ApiError('InvalidParameter', `Stepwell does not deliver by ${protocol}`);
  }
  if (!known) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  return known;
}

function readEndpoint({ TopicArn, Endpoint: endpoint = '' }: Input, protocol: Protocol): string {
  switch (protocol) {
    case 'sqs':
      if (!parseQueueArn(endpoint)) throw invalidParameter('SQS endpoint ARN');
      if (endpoint.endsWith('.fifo') && !isFifoTopic(TopicArn)) {
        throw invalidParameter('Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
      }
      return endpoint;
    case 'lambda':
      if (!/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?$/.test(endpoint)) {
        throw invalidParameter('Lambda endpoint ARN');
      }
      break;
    case 'http':
    case 'https':
      if (!endpoint.startsWith(`${protocol}://`)) throw invalidParameter('Endpoint must match the specified protocol');
      if (!URL.canParse(endpoint)) throw invalidParameter('Endpoint');
      break;
    case 'email':
    case 'email-json':
      if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(endpoint)) throw invalidParameter('Email address');
  }
  if (isFifoTopic(TopicArn)) {
    throw invalidParameter(`Invalid protocol type: ${protocol}`);
  }
  return endpoint;
}

function newSubscription(
  { topics }: SnsDependencies,
  given: Pick<SubscriptionRecord, 'topicArn' | 'protocol' | 'endpoint' | 'attributes'>,
  context: OperationContext,
): SubscriptionRecord {
  const isPending = given.protocol.startsWith('http') || given.protocol.startsWith('email');
  return {
    ...given,
    arn: topics.newSubscriptionArn(given.topicArn),
    owner: context.account,
    isPending,
    wasAuthenticated: !isPending && isAuthenticated(context),
  };
}

async function askToConfirm(
  { topics, publisher, ids }: SnsDependencies,
  subscription: SubscriptionRecord,
): Promise<void> {
  const token = subscription.token ?? Array.from({ length: 4 }, () => ids.uuid().replaceAll('-', '')).join('');
  const asked = publisher.confirmation(subscription, token);
  await topics.saveSubscription({ ...subscription, token }, asked.changes);
  asked.begin();
}

function isSame(existing: Readonly<Record<string, string>>, asked: Readonly<Record<string, string>>): boolean {
  return Object.entries(asked).every(([name, value]) => existing[name] === value);
}
