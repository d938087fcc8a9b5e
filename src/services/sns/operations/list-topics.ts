/** ListTopics: of the caller's account and region. */
import type { Operation } from '../../../gateway/operation.ts';
import { ownTopic, topicArn } from '../arn.ts';
import { pageOf } from '../page.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';

interface Input {
  readonly NextToken?: string;
}

export function listTopics({ topics }: SnsDependencies): Operation<Input> {
  return (input, context) => {
    const prefix = topicArn(ownTopic('', context));
    const { items, NextToken } = pageOf(input.NextToken, (after, limit) => topics.topics(prefix, after, limit));
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken };
  };
}
