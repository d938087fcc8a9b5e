/** Unsubscribe: a subscription that is not there is no error. The link in each notification leads here, unsigned. */
import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { checkSubscriptionArn } from '../arn.ts';
import { isAuthenticated, type SnsDependencies } from '../sns-dependencies.ts';

interface Input {
  readonly SubscriptionArn: string;
}

export function unsubscribe({ topics }: SnsDependencies): Operation<Input> {
  return async ({ SubscriptionArn: arn }, context) => {
    checkSubscriptionArn(arn);
    const subscription = topics.findSubscription(arn);
    if (!subscription) return;
    if (subscription.needsAuthentication && !isAuthenticated(context)) {
      throw new ApiError('AuthorizationError', 'Unsubscribing requires authentication', { status: 403 });
    }
    await topics.deleteSubscription(subscription);
  };
}
