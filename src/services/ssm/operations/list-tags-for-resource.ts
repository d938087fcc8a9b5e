import type { Operation } from '../../../gateway/operation.ts';
import type { ParameterStore } from '../parameter-record.ts';
import { requireTagged, type TaggedInput } from '../tagged-parameter.ts';

export function listTagsForResource(store: ParameterStore): Operation<TaggedInput> {
  return (input, context) => ({ TagList: requireTagged(store, context, input).tags });
}
