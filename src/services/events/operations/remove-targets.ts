import type { Operation } from '../../../gateway/operation.ts';
import { busNameOf } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';

export interface RemoveTargetsInput {
  readonly Rule: string;
  readonly EventBusName?: string;
  readonly Ids: readonly string[];
}

export function removeTargets(rules: RuleBook): Operation<RemoveTargetsInput> {
  return async ({ Rule, EventBusName, Ids }, place) => {
    const bus = busNameOf(EventBusName);
    const rule = rules.rule(place, bus, Rule);
    const known = new Set(rule.targets.map(({ Id }) => Id));
    const FailedEntries = Ids.filter((id) => !known.has(id)).map((TargetId) => ({
      TargetId,
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Rule '${Rule}' does not have a target with the Id '${TargetId}'.`,
    }));
    await rules.saveRule({ ...rule, targets: rule.targets.filter(({ Id }) => !Ids.includes(Id)) });
    return { FailedEntryCount: FailedEntries.length, FailedEntries };
  };
}
