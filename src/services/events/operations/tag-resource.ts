import type { Operation } from '../../../gateway/operation.ts';
import type { Tag } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';
import { findTagged, mergeTags } from '../tagged.ts';

export interface TagResourceInput {
  readonly ResourceARN: string;
  readonly Tags: readonly Tag[];
}

export function tagResource(rules: RuleBook): Operation<TagResourceInput> {
  return async ({ ResourceARN, Tags }, place) => {
    const tagged = findTagged(rules, ResourceARN, place);
    await tagged.save(mergeTags(tagged.tags, Tags));
    return {};
  };
}
