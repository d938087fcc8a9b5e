import type { Operation } from '../../../gateway/operation.ts';
import type { RuleBook } from '../rule-book.ts';
import { findTagged } from '../tagged.ts';

export function listTagsForResource(rules: RuleBook): Operation<{ readonly ResourceARN: string }> {
  return ({ ResourceARN }, place) => {
    const { tags } = findTagged(rules, ResourceARN, place);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  };
}
