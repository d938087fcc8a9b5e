/** CreateTopic: asked again with nothing different, it answers with the topic that is there. */
import type { Operation } from '../../../gateway/operation.ts';
import { ownTopic, topicArn } from '../arn.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';
import { invalidParameter } from '../sns-errors.ts';
import type { TopicRecord } from '../sns-records.ts';
import { checkTopicAttributes } from '../topic-attributes.ts';
import { checkTagCount, readTags, type TagList } from '../topic-tags.ts';

interface Input {
  readonly Name: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly Tags?: TagList;
  readonly DataProtectionPolicy?: string;
}

export function createTopic({ topics }: SnsDependencies): Operation<Input> {
  return async ({ Name: name, Attributes = {}, Tags, DataProtectionPolicy: dataProtectionPolicy }, context) => {
    const isFifo = Attributes['FifoTopic']?.toLowerCase() === 'true';
    checkName(name, isFifo);
    const { FifoTopic: _type, ...rest } = Attributes;
    checkTopicAttributes(rest, isFifo, 'Attributes');
    const attributes = isFifo ? { ...rest, FifoTopic: 'true' } : rest;
    const tags = readTags(Tags);
    checkTagCount(tags);
    const topic = ownTopic(name, context);
    const arn = topicArn(topic);
    const existing = topics.find(arn);
    if (existing) {
      checkSame(existing, attributes, Tags && tags);
      await topics.settled();
    } else {
      await topics.save({
        ...topic,
        arn,
        attributes,
        tags,
        subscriptionsDeleted: 0,
        ...(dataProtectionPolicy ? { dataProtectionPolicy } : {}),
      });
    }
    return { TopicArn: arn };
  };
}

function checkName(name: string, isFifo: boolean): void {
  if (isFifo && !/^[A-Za-z0-9_-]{1,251}\.fifo$/.test(name)) {
    throw invalidParameter(
      'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.',
    );
  }
  if (!isFifo && !/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
}

function checkSame(
  existing: TopicRecord,
  attributes: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>> | undefined,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (existing.attributes[name] !== value) {
      throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
    }
  }
  for (const [key, value] of Object.entries(tags ?? {})) {
    if (existing.tags[key] !== value) throw invalidParameter('Tags Reason: Topic already exists with different tags');
  }
}
