import type { Operation } from '../../../gateway/operation.ts';
import { busNameOf } from '../event-records.ts';
import { namePage, type PageInput } from '../name-page.ts';
import type { RuleBook } from '../rule-book.ts';

export interface ListRuleNamesByTargetInput extends PageInput {
  readonly TargetArn: string;
  readonly EventBusName?: string;
}

export function listRuleNamesByTarget(rules: RuleBook): Operation<ListRuleNamesByTargetInput> {
  return (input, place) => {
    const bus = busNameOf(input.EventBusName);
    rules.bus(place, bus);
    const names = rules
      .rulesOf(place, bus)
      .filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn))
      .map(({ name }) => name);
    const { page, NextToken } = namePage(names, (name) => name, input);
    return { RuleNames: page, NextToken };
  };
}
