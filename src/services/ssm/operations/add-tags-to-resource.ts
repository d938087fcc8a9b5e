import type { Operation } from '../../../gateway/operation.ts';
import { type ParameterStore, type ParameterTag, parameterKey } from '../parameter-record.ts';
import { requireTagged, type TaggedInput } from '../tagged-parameter.ts';
import { mergeTags } from '../tags.ts';

export interface AddTagsToResourceInput extends TaggedInput {
  readonly Tags: readonly ParameterTag[];
}

export function addTagsToResource(store: ParameterStore): Operation<AddTagsToResourceInput> {
  return async (input, context) => {
    const record = requireTagged(store, context, input);
    await store.parameters.put(parameterKey(record, record.name), {
      ...record,
      tags: mergeTags(record.tags, input.Tags),
    });
    return {};
  };
}
