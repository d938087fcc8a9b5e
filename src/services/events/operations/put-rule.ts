import type { Operation } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';
import { validation } from '../errors.ts';
import { compileEventPattern } from '../event-pattern/compile-event-pattern.ts';
import { busNameOf, DEFAULT_BUS, type RuleRecord, type RuleState, ruleArn, type Tag } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';
import { parseSchedule } from '../schedule/parse-schedule.ts';
import { mergeTags } from '../tagged.ts';

export interface PutRuleInput {
  readonly Name: string;
  readonly EventBusName?: string;
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State?: RuleState;
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly Tags?: readonly Tag[];
}

const MAX_RULES = 300;

/** A rule of that name is replaced; its targets and tags stay. */
export function putRule(rules: RuleBook): Operation<PutRuleInput> {
  return async (input, { account, region }) => {
    const { Name: name, ScheduleExpression: schedule } = input;
    // An empty pattern is how some tools say that there is none.
    const pattern = input.EventPattern || undefined;
    const bus = busNameOf(input.EventBusName);
    const place = { account, region };
    rules.bus(place, bus);
    if (!pattern && !schedule) throw validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    if (pattern) compileEventPattern(pattern);
    if (schedule) {
      if (bus !== DEFAULT_BUS) throw validation('ScheduleExpression is supported only on the default event bus.');
      if (!parseSchedule(schedule)) throw validation('Parameter ScheduleExpression is not valid.');
    }
    const existing = rules.findRule(place, bus, name);
    if (!existing && rules.rulesOf(place, bus).length >= MAX_RULES) {
      throw new ApiError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    }
    const rule: RuleRecord = {
      ...place,
      bus,
      name,
      pattern,
      schedule: schedule || undefined,
      state: input.State ?? 'ENABLED',
      description: input.Description,
      roleArn: input.RoleArn,
      targets: existing?.targets ?? [],
      tags: existing?.tags ?? mergeTags({}, input.Tags ?? []),
    };
    await rules.saveRule(rule);
    return { RuleArn: ruleArn(rule) };
  };
}
