/** UntagResource. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { taggedFunction } from '../tagged-function.ts';

export interface UntagResourceInput {
  readonly Resource: string;
  readonly TagKeys: readonly string[];
}

export function untagResource({ store }: LambdaDependencies): Operation<UntagResourceInput> {
  return (input, context) =>
    store.exclusively(parseFunctionAddress(input.Resource).name, async () => {
      const record = taggedFunction(store, input.Resource, context);
      const tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !input.TagKeys.includes(key)));
      await store.save({ ...record, tags });
      return {};
    });
}
