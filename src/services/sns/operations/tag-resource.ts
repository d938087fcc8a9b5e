/** TagResource: topics only. */
import type { Operation } from '../../../gateway/operation.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';
import { resourceNotFound } from '../sns-errors.ts';
import { checkTagCount, readTags, type TagList } from '../topic-tags.ts';

interface Input {
  readonly ResourceArn: string;
  readonly Tags: TagList;
}

export function tagResource({ topics }: SnsDependencies): Operation<Input> {
  return async ({ ResourceArn: arn, Tags }) => {
    const topic = topics.find(arn);
    if (!topic) throw resourceNotFound();
    const tags = { ...topic.tags, ...readTags(Tags) };
    checkTagCount(tags);
    await topics.save({ ...topic, tags });
    return {};
  };
}
