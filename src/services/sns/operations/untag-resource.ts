/** UntagResource: tags that are not there are no error. */
import type { Operation } from '../../../gateway/operation.ts';
import type { SnsDependencies } from '../sns-dependencies.ts';
import { resourceNotFound } from '../sns-errors.ts';

interface Input {
  readonly ResourceArn: string;
  readonly TagKeys: readonly string[];
}

export function untagResource({ topics }: SnsDependencies): Operation<Input> {
  return async ({ ResourceArn: arn, TagKeys }) => {
    const topic = topics.find(arn);
    if (!topic) throw resourceNotFound();
    const tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !TagKeys.includes(key)));
    await topics.save({ ...topic, tags });
    return {};
  };
}
