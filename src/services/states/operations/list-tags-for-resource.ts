import type { Operation } from '../../../gateway/operation.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { tagsOf } from '../tagged-resource.ts';
import { listTags } from '../tags.ts';

export function listTagsForResource(dependencies: StatesDependencies): Operation<{ readonly resourceArn: string }> {
  return ({ resourceArn }) => ({ tags: listTags(tagsOf(dependencies, resourceArn)) });
}
