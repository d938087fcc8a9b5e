/** The access policy of a topic: recorded and not enforced. */
import type { TopicRecord } from './sns-records.ts';

export interface Policy {
  readonly Statement: readonly { readonly Sid?: string }[];
}

/** What AWS gives a topic without a policy of its own. */
export function defaultPolicy({ arn, account }: TopicRecord): Policy {
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: [
      'SNS:GetTopicAttributes',
      'SNS:SetTopicAttributes',
      'SNS:AddPermission',
      'SNS:RemovePermission',
      'SNS:DeleteTopic',
      'SNS:Subscribe',
      'SNS:ListSubscriptionsByTopic',
      'SNS:Publish',
    ],
    Resource: arn,
    Condition: { StringEquals: { 'AWS:SourceOwner': account } },
  };
  return { Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] } as Policy;
}

/** Checked when it was set. */
export function readPolicy(topic: TopicRecord): Policy {
  const text = topic.attributes['Policy'];
  if (!text) return defaultPolicy(topic);
  const policy = JSON.parse(text) as { readonly Statement?: unknown };
  const statement = policy.Statement ?? [];
  return { ...policy, Statement: (Array.isArray(statement) ? statement : [statement]) as Policy['Statement'] };
}
