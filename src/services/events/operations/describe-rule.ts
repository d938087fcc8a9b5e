import type { Operation } from '../../../gateway/operation.ts';
import { busNameOf } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';
import { ruleView } from '../rule-view.ts';

export interface RuleInput {
  readonly Name: string;
  readonly EventBusName?: string;
}

export function describeRule(rules: RuleBook): Operation<RuleInput> {
  return ({ Name, EventBusName }, place) => {
    const rule = rules.rule(place, busNameOf(EventBusName), Name);
    return { ...ruleView(rule), CreatedBy: rule.account };
  };
}
