/** SetSubscriptionAttributes: one at a time, in effect for what is published next. */
import type { Operation } from '../../../gateway/operation.ts';
import { checkSubscriptionArn } from '../arn.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';
import { checkSubscriptionAttributes } from '../subscription-attributes.ts';

interface Input {
  readonly SubscriptionArn: string;
  readonly AttributeName: string;
  readonly AttributeValue?: string;
}

export function setSubscriptionAttributes({ topics }: SnsDependencies): Operation<Input> {
  return async ({ SubscriptionArn: arn, AttributeName: name, AttributeValue: value = '' }) => {
    checkSubscriptionArn(arn);
    const subscription = topics.requireSubscription(arn);
    const { [name]: _before, ...others } = subscription.attributes;
    checkSubscriptionAttributes({ ...others, [name]: value }, subscription.protocol);
    // No policy, and one that asks for nothing, are the same.
    const isGone = value === '' || (name === 'FilterPolicy' && /^\s*\{\s*\}\s*$/.test(value));
    await topics.saveSubscription({ ...subscription, attributes: isGone ? others : { ...others, [name]: value } });
  };
}
