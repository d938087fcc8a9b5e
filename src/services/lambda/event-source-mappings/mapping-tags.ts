/** Tags of event source mappings: the three tag operations serve functions and mappings alike, by the form of the ARN. */
import type { Operation } from '../../../gateway/operation.ts';
import type { TagResourceInput } from '../operations/tag-resource.ts';
import type { UntagResourceInput } from '../operations/untag-resource.ts';
import { type MappingRecord, type Mappings, requireMapping } from './mapping-record.ts';

interface TagOperations {
  readonly ListTags: Operation<{ readonly Resource: string }>;
  readonly TagResource: Operation<TagResourceInput>;
  readonly UntagResource: Operation<UntagResourceInput>;
}

export function withMappingTags(mappings: Mappings, functions: TagOperations): TagOperations {
  const find = (arn: string): MappingRecord | undefined => {
    const id = /:event-source-mapping:(.+)$/.exec(arn)?.[1];
    return id === undefined ? undefined : requireMapping(mappings, id);
  };
  return {
    ListTags(input, context) {
      const mapping = find(input.Resource);
      return mapping ? { Tags: mapping.tags ?? {} } : functions.ListTags(input, context);
    },
    async TagResource(input, context) {
      const mapping = find(input.Resource);
      if (!mapping) return functions.TagResource(input, context);
      await mappings.put(mapping.id, { ...mapping, tags: { ...mapping.tags, ...input.Tags } });
      return {};
    },
    async UntagResource(input, context) {
      const mapping = find(input.Resource);
      if (!mapping) return functions.UntagResource(input, context);
      const left = Object.entries(mapping.tags ?? {}).filter(([key]) => !input.TagKeys.includes(key));
      await mappings.put(mapping.id, { ...mapping, tags: Object.fromEntries(left) });
      return {};
    },
  };
}
