import type { Operation } from '../../../gateway/operation.ts';
import { namePage, type PageInput } from '../name-page.ts';
import type { RuleBook } from '../rule-book.ts';
import { busView } from './describe-event-bus.ts';

export function listEventBuses(rules: RuleBook): Operation<PageInput & { readonly NamePrefix?: string }> {
  return (input, place) => {
    const buses = rules.busesOf(place).filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
    const { page, NextToken } = namePage(buses, ({ name }) => name, input);
    return { EventBuses: page.map(busView), NextToken };
  };
}
