/** Publish: to a topic. */
import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { parseTopicArn } from '../arn.ts';
import { type MessageInput, newPublication } from '../new-publication.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';
import { invalidParameter } from '../sns-errors.ts';

interface Input extends MessageInput {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
  readonly PhoneNumber?: string;
}

export function publish({ topics, publisher }: SnsDependencies): Operation<Input> {
  return async (input, _context) => {
    const { TopicArn, TargetArn, PhoneNumber } = input;
    const targets = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined && target !== '');
    if (targets.length === 0) throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
    if (targets.length > 1) throw invalidParameter('Only one of TopicArn, TargetArn and PhoneNumber may be given');
    const arn = TopicArn || TargetArn;
    if (!arn) throw new ApiError('InvalidParameter', 'Stepwell does not deliver by sms');
    parseTopicArn(arn, TopicArn ? 'TopicArn' : 'TargetArn');
    const topic = topics.require(arn);
    const [published] = await publisher.publish(topic, [newPublication(input, topic)]);
    return published;
  };
}
