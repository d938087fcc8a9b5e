/** SetTopicAttributes: one at a time. */
import type { Operation } from '../../../gateway/operation.ts';
import { isFifoTopic, parseTopicArn } from '../arn.ts';
import type { SnsDependencies, TopicInput } from '../sns-dependencies.ts';
import { invalidParameter } from '../sns-errors.ts';
import { checkTopicAttributes } from '../topic-attributes.ts';

interface Input extends TopicInput {
  readonly AttributeName: string;
  readonly AttributeValue?: string;
}

export function setTopicAttributes({ topics }: SnsDependencies): Operation<Input> {
  return async ({ TopicArn: arn, AttributeName: name, AttributeValue: value = '' }) => {
    parseTopicArn(arn);
    const topic = topics.require(arn);
    if (name === 'FifoTopic') throw invalidParameter('AttributeName');
    // An empty value takes an attribute away; those that must have one say so.
    if (value !== '' || !isRemovable(name)) checkTopicAttributes({ [name]: value }, isFifoTopic(arn), 'AttributeName');
    const { [name]: _before, ...others } = topic.attributes;
    await topics.save({ ...topic, attributes: value === '' ? others : { ...others, [name]: value } });
  };
}

const isRemovable = (name: string): boolean =>
  ['Policy', 'DisplayName', 'DeliveryPolicy', 'KmsMasterKeyId'].includes(name) || name.includes('Feedback');
