import type { Operation } from '../../../gateway/operation.ts';
import { validation } from '../errors.ts';
import { busNameOf } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';
import type { RuleInput } from './describe-rule.ts';

/** Deleting a rule that is not there succeeds, as at AWS. */
export function deleteRule(rules: RuleBook): Operation<RuleInput> {
  return async ({ Name, EventBusName }, place) => {
    const rule = rules.findRule(place, busNameOf(EventBusName), Name);
    if (!rule) return {};
    if (rule.targets.length > 0) throw validation("Rule can't be deleted since it has targets.");
    await rules.deleteRule(rule);
    return {};
  };
}
