import type { Operation } from '../../../gateway/operation.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { changeTags } from '../tagged-resource.ts';
import { addTags, type Tag } from '../tags.ts';

export function tagResource(
  dependencies: StatesDependencies,
): Operation<{ readonly resourceArn: string; readonly tags: readonly Tag[] }> {
  return ({ resourceArn, tags }) => changeTags(dependencies, resourceArn, (old) => addTags(resourceArn, old, tags));
}
