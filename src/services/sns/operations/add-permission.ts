/** AddPermission: a statement in the topic's policy, recorded and not enforced. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import type { SnsDependencies, TopicInput } from '../sns-dependencies.ts';
import { invalidParameter } from '../sns-errors.ts';
import { readPolicy } from '../topic-policy.ts';

interface Input extends TopicInput {
  readonly Label: string;
  readonly AWSAccountId: readonly string[];
  readonly ActionName: readonly string[];
}

const ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
  'Receive',
  '*',
];

export function addPermission({ topics }: SnsDependencies): Operation<Input> {
  return async ({ TopicArn: arn, Label: label, AWSAccountId: accounts, ActionName: actions }) => {
    parseTopicArn(arn);
    const topic = topics.require(arn);
    if (actions.length === 0 || actions.some((action) => !ACTIONS.includes(action))) {
      throw invalidParameter('Policy statement action out of service scope!');
    }
    if (accounts.length === 0 || accounts.some((account) => !/^\d{12}$/.test(account)))
      throw invalidParameter('AWSAccountId');
    const policy = readPolicy(topic);
    if (policy.Statement.some(({ Sid }) => Sid === label)) throw invalidParameter('Statement already exists');
    const one = <T>(values: readonly T[]): T | readonly T[] => (values.length === 1 ? values[0]! : values);
    const statement = {
      Sid: label,
      Effect: 'Allow',
      Principal: { AWS: one(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
      Action: one(actions.map((action) => `SNS:${action}`)),
      Resource: arn,
    };
    const text = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
    await topics.save({ ...topic, attributes: { ...topic.attributes, Policy: text } });
  };
}
