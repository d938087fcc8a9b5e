import type { Operation } from '../../../gateway/operation.ts';
import { type ParameterStore, parameterKey } from '../parameter-record.ts';
import { requireTagged, type TaggedInput } from '../tagged-parameter.ts';

export interface RemoveTagsFromResourceInput extends TaggedInput {
  readonly TagKeys: readonly string[];
}

export function removeTagsFromResource(store: ParameterStore): Operation<RemoveTagsFromResourceInput> {
  return async (input, context) => {
    const record = requireTagged(store, context, input);
    const tags = record.tags.filter(({ Key }) => !input.TagKeys.includes(Key));
    await store.parameters.put(parameterKey(record, record.name), { ...record, tags });
    return {};
  };
}
