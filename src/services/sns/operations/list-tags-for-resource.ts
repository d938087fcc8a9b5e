/** ListTagsForResource. */
import type { Operation } from '../../../gateway/operation.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';
import { resourceNotFound } from '../sns-errors.ts';
import { tagList } from '../topic-tags.ts';

interface Input {
  readonly ResourceArn: string;
}

export function listTagsForResource({ topics }: SnsDependencies): Operation<Input> {
  return ({ ResourceArn: arn }) => {
    const topic = topics.find(arn);
    if (!topic) throw resourceNotFound();
    return { Tags: tagList(topic.tags) };
  };
}
