import type { Operation } from '../../../gateway/operation.ts';
import { busNameOf } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';
import type { RuleInput } from './describe-rule.ts';

export function enableRule(rules: RuleBook): Operation<RuleInput> {
  return async ({ Name, EventBusName }, place) => {
    await rules.saveRule({ ...rules.rule(place, busNameOf(EventBusName), Name), state: 'ENABLED' });
    return {};
  };
}
