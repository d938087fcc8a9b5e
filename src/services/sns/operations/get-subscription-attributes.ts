/** GetSubscriptionAttributes. */
import type { Operation } from '../../../gateway/operation.ts';
import { checkSubscriptionArn } from '../arn.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';

interface Input {
  readonly SubscriptionArn: string;
}

export function getSubscriptionAttributes({ topics }: SnsDependencies): Operation<Input> {
  return ({ SubscriptionArn: arn }) => {
    checkSubscriptionArn(arn);
    const { topicArn, protocol, endpoint, owner, isPending, wasAuthenticated, attributes } =
      topics.requireSubscription(arn);
    return {
      Attributes: {
        SubscriptionArn: arn,
        TopicArn: topicArn,
        Protocol: protocol,
        Endpoint: endpoint,
        Owner: owner,
        SubscriptionPrincipal: `arn:aws:iam::${owner}:root`,
        ConfirmationWasAuthenticated: String(wasAuthenticated),
        PendingConfirmation: String(isPending),
        RawMessageDelivery: 'false',
        ...(attributes['FilterPolicy'] ? { FilterPolicyScope: 'MessageAttributes' } : {}),
        ...attributes,
      },
    };
  };
}
