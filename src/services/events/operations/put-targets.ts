import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { checkTarget, type TargetFailure, targetFailure } from '../check-target.ts';
import { busNameOf, type Target } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';

export interface PutTargetsInput {
  readonly Rule: string;
  readonly EventBusName?: string;
  readonly Targets: readonly Target[];
}

const MAX_TARGETS = 5;

/** Targets of the same id are replaced. One that is wrong by itself is told, and the others are taken. */
export function putTargets(rules: RuleBook): Operation<PutTargetsInput> {
  return async ({ Rule, EventBusName, Targets }, place) => {
    const rule = rules.rule(place, busNameOf(EventBusName), Rule);
    for (const target of Targets) checkTarget(target);
    const targets = new Map(rule.targets.map((target) => [target.Id, target]));
    const failures: TargetFailure[] = [];
    for (const target of Targets) {
      const failure = targetFailure(target);
      if (failure) failures.push(failure);
      else targets.set(target.Id, target);
    }
    if (targets.size > MAX_TARGETS) {
      throw new ApiError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    }
    await rules.saveRule({ ...rule, targets: [...targets.values()] });
    return { FailedEntryCount: failures.length, FailedEntries: failures };
  };
}
