/** RemovePermission: the statement of that label; none is no error. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import type { SnsDependencies, TopicInput } from '../sns-dependencies.ts';
import { readPolicy } from '../topic-policy.ts';

interface Input extends TopicInput {
  readonly Label: string;
}

export function removePermission({ topics }: SnsDependencies): Operation<Input> {
  return async ({ TopicArn: arn, Label: label }) => {
    parseTopicArn(arn);
    const topic = topics.require(arn);
    const policy = readPolicy(topic);
    const text = JSON.stringify({ ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== label) });
    await topics.save({ ...topic, attributes: { ...topic.attributes, Policy: text } });
  };
}
