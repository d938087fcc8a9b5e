import type { Operation } from '../../../gateway/operation.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { changeTags } from '../tagged-resource.ts';
import { removeTags } from '../tags.ts';

export function untagResource(
  dependencies: StatesDependencies,
): Operation<{ readonly resourceArn: string; readonly tagKeys: readonly string[] }> {
  return ({ resourceArn, tagKeys }) => changeTags(dependencies, resourceArn, (old) => removeTags(old, tagKeys));
}
