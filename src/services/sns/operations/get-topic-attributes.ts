/** GetTopicAttributes. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import { DEFAULT_POLICY, type DeliveryPolicy, parseDeliveryPolicy } from '../retry-schedule.ts';
import type { SnsDependencies, TopicInput } from '../sns-dependencies.ts';
import { defaultPolicy } from '../topic-policy.ts';

export function getTopicAttributes({ topics }: SnsDependencies): Operation<TopicInput> {
  return ({ TopicArn: arn }) => {
    parseTopicArn(arn);
    const topic = topics.require(arn);
    const subscriptions = topics.subscriptionsOf(arn);
    const pending = subscriptions.filter(({ isPending }) => isPending).length;
    const { DeliveryPolicy: policy } = topic.attributes;
    return {
      Attributes: {
        Policy: JSON.stringify(defaultPolicy(topic)),
        DisplayName: '',
        ...(topic.attributes['FifoTopic'] ? { ContentBasedDeduplication: 'false' } : {}),
        ...topic.attributes,
        TopicArn: arn,
        Owner: topic.account,
        SubscriptionsConfirmed: String(subscriptions.length - pending),
        SubscriptionsPending: String(pending),
        SubscriptionsDeleted: String(topic.subscriptionsDeleted),
        EffectiveDeliveryPolicy: effectivePolicy(policy ? parseDeliveryPolicy(policy) : DEFAULT_POLICY),
      },
    };
  };
}

function effectivePolicy(policy: DeliveryPolicy): string {
  const defaultHealthyRetryPolicy = {
    minDelayTarget: policy.minDelaySeconds,
    maxDelayTarget: policy.maxDelaySeconds,
    numRetries: policy.numRetries,
    numMaxDelayRetries: policy.maxDelayRetries,
    numNoDelayRetries: policy.noDelayRetries,
    numMinDelayRetries: policy.minDelayRetries,
    backoffFunction: policy.backoff,
  };
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy,
      disableSubscriptionOverrides: false,
      defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
    },
  });
}
