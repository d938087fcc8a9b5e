import type { Operation } from '../../../gateway/operation.ts';
import type { RuleBook } from '../rule-book.ts';
import { findTagged } from '../tagged.ts';

export interface UntagResourceInput {
  readonly ResourceARN: string;
  readonly TagKeys: readonly string[];
}

export function untagResource(rules: RuleBook): Operation<UntagResourceInput> {
  return async ({ ResourceARN, TagKeys }, place) => {
    const tagged = findTagged(rules, ResourceARN, place);
    await tagged.save(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !TagKeys.includes(key))));
    return {};
  };
}
