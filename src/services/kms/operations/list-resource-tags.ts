import type { Operation } from '../../../gateway/operation.ts';
import { requireKey } from '../find-key.ts';
import type { Kms } from '../key-record.ts';
import { type PageInput, pageOf } from '../page.ts';

export function listResourceTags(kms: Kms): Operation<PageInput & { readonly KeyId: string }> {
  return (input, context) => {
    const tags = [...requireKey(kms, context, input.KeyId).tags].sort((a, b) => (a.TagKey < b.TagKey ? -1 : 1));
    const { items, paging } = pageOf(tags, ({ TagKey }) => TagKey, { Limit: 50, ...input });
    return { Tags: items, ...paging };
  };
}
