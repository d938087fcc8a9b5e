/** ListSubscriptions: of the caller's account and region. */
import type { Operation } from '../../../gateway/operation.ts';
import { ownTopic, topicArn } from '../arn.ts';
import { pageOf } from '../page.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';
import type { SubscriptionRecord } from '../sns-records.ts';

interface Input {
  readonly NextToken?: string;
}

export function listSubscriptions({ topics }: SnsDependencies): Operation<Input> {
  return (input, context) => {
    const prefix = topicArn(ownTopic('', context));
    const { items, NextToken } = pageOf(input.NextToken, (after, limit) => topics.subscriptions(prefix, after, limit));
    return { Subscriptions: items.map(subscriptionView), NextToken };
  };
}

export function subscriptionView({ arn, owner, protocol, endpoint, topicArn: topic, isPending }: SubscriptionRecord) {
  const SubscriptionArn = isPending ? 'PendingConfirmation' : arn;
  return { SubscriptionArn, Owner: owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topic };
}
