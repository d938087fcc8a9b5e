import type { Operation } from '../../../gateway/operation.ts';
import { busNameOf } from '../event-records.ts';
import { namePage, type PageInput } from '../name-page.ts';
import type { RuleBook } from '../rule-book.ts';

export interface ListTargetsByRuleInput extends PageInput {
  readonly Rule: string;
  readonly EventBusName?: string;
}

export function listTargetsByRule(rules: RuleBook): Operation<ListTargetsByRuleInput> {
  return (input, place) => {
    const { targets } = rules.rule(place, busNameOf(input.EventBusName), input.Rule);
    const sorted = [...targets].sort((a, b) => (a.Id < b.Id ? -1 : 1));
    const { page, NextToken } = namePage(sorted, ({ Id }) => Id, input);
    return { Targets: page, NextToken };
  };
}
