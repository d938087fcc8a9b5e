/** ConfirmSubscription: by the token that was sent to the endpoint; anybody who has it may, signed or not. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import { isAuthenticated, type SnsDependencies, type TopicInput } from '../sns-dependencies.ts';
import { invalidParameter } from '../sns-errors.ts';

interface Input extends TopicInput {
  readonly Token: string;
  readonly AuthenticateOnUnsubscribe?: string;
}

export function confirmSubscription({ topics }: SnsDependencies): Operation<Input> {
  return async ({ TopicArn: arn, Token: token, AuthenticateOnUnsubscribe: authenticate = 'false' }, context) => {
    parseTopicArn(arn);
    topics.require(arn);
    const subscription = topics.subscriptionsOf(arn).find((candidate) => candidate.token === token);
    if (!subscription) throw invalidParameter('Token');
    if (subscription.isPending) {
      const needsAuthentication = authenticate.toLowerCase() === 'true';
      await topics.saveSubscription({
        ...subscription,
        isPending: false,
        wasAuthenticated: isAuthenticated(context),
        ...(needsAuthentication ? { needsAuthentication } : {}),
      });
    }
    return { SubscriptionArn: subscription.arn };
  };
}
