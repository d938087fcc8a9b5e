/** ListTags. */
import type { Operation } from '../../../gateway/operation.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { taggedFunction } from '../tagged-function.ts';

export function listTags({ store }: LambdaDependencies): Operation<{ readonly Resource: string }> {
  return (input, context) => ({ Tags: taggedFunction(store, input.Resource, context).tags });
}
