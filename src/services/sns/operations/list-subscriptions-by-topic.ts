/** ListSubscriptionsByTopic. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import { pageOf } from '../page.ts';
import type { SnsDependencies, TopicInput } from '../sns-dependencies.ts';
import { subscriptionView } from './list-subscriptions.ts';

interface Input extends TopicInput {
  readonly NextToken?: string;
}

export function listSubscriptionsByTopic({ topics }: SnsDependencies): Operation<Input> {
  return ({ TopicArn: arn, NextToken: token }) => {
    parseTopicArn(arn);
    topics.require(arn);
    const { items, NextToken } = pageOf(token, (after, limit) => topics.subscriptions(`${arn}:`, after, limit));
    return { Subscriptions: items.map(subscriptionView), NextToken };
  };
}
