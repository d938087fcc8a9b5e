/** TagResource: functions only. */
import type { Operation } from '../../../gateway/operation.ts';
import { parseFunctionAddress } from '../function-address.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';
import { invalidParameter } from '../lambda-errors.ts';
import { taggedFunction } from '../tagged-function.ts';

export interface TagResourceInput {
  readonly Resource: string;
  readonly Tags: Readonly<Record<string, string>>;
}

const MAX_TAGS = 50;

export function tagResource({ store }: LambdaDependencies): Operation<TagResourceInput> {
  return (input, context) =>
    store.exclusively(parseFunctionAddress(input.Resource).name, async () => {
      const record = taggedFunction(store, input.Resource, context);
      const tags = { ...record.tags, ...input.Tags };
      if (Object.keys(tags).length === 0)
        throw invalidParameter('An error occurred and the request cannot be processed.');
      if (Object.keys(tags).length > MAX_TAGS) throw invalidParameter('Number of tags exceeds resource tag limit.');
      await store.save({ ...record, tags });
      return {};
    });
}
