import { type RuleRecord, ruleArn } from './event-records.ts';

/** A rule as DescribeRule and ListRules show it. */
export function ruleView(rule: RuleRecord) {
  return {
    Name: rule.name,
    Arn: ruleArn(rule),
    EventPattern: rule.pattern,
    State: rule.state,
    Description: rule.description,
    ScheduleExpression: rule.schedule,
    RoleArn: rule.roleArn,
    EventBusName: rule.bus,
  };
}
