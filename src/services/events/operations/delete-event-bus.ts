import type { Operation } from '../../../gateway/operation.ts';
import { validation } from '../errors.ts';
import { busKey, DEFAULT_BUS } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';

/** Deleting a bus that is not there succeeds, as at AWS. */
export function deleteEventBus(rules: RuleBook): Operation<{ readonly Name: string }> {
  return async ({ Name: name }, place) => {
    if (name === DEFAULT_BUS) throw validation('Cannot delete event bus default.');
    if (rules.rulesOf(place, name).length > 0) throw validation("Event bus can't be deleted since it has rules.");
    await rules.buses.delete(busKey(place, name));
    return {};
  };
}
