/** DeleteTopic: with its subscriptions; one that is not there is no error. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import type { SnsDependencies, TopicInput } from '../sns-dependencies.ts';

export function deleteTopic({ topics, publisher }: SnsDependencies): Operation<TopicInput> {
  return async ({ TopicArn: arn }) => {
    parseTopicArn(arn);
    const topic = topics.find(arn);
    if (!topic) return;
    await topics.delete(topic);
    publisher.forget(arn);
  };
}
