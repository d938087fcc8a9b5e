import type { Operation } from '../../../gateway/operation.ts';
import { busNameOf } from '../event-records.ts';
import { namePage, type PageInput } from '../name-page.ts';
import type { RuleBook } from '../rule-book.ts';
import { ruleView } from '../rule-view.ts';

export interface ListRulesInput extends PageInput {
  readonly NamePrefix?: string;
  readonly EventBusName?: string;
}

export function listRules(rules: RuleBook): Operation<ListRulesInput> {
  return (input, place) => {
    const bus = busNameOf(input.EventBusName);
    rules.bus(place, bus);
    const found = rules.rulesOf(place, bus).filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
    const { page, NextToken } = namePage(found, ({ name }) => name, input);
    return { Rules: page.map(ruleView), NextToken };
  };
}
