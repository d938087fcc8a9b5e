/** Schedules and EventBridge rules of SAM events as `AWS::Events::Rule`. A `ScheduleV2` becomes a rule too: there is one scheduler here. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { checkEvent, invalid, unsupported } from './event-problem.ts';

const SCHEDULE = ['Schedule', 'Input', 'Name', 'Description', 'Enabled', 'State', 'RetryPolicy', 'DeadLetterConfig'];
const SCHEDULE_V2 = [
  'ScheduleExpression',
  'Input',
  'Name',
  'Description',
  'State',
  'RetryPolicy',
  'DeadLetterConfig',
  'FlexibleTimeWindow',
  'ScheduleExpressionTimezone',
  'OmitName',
];
const RULE = [
  'Pattern',
  'Input',
  'InputPath',
  'InputTransformer',
  'EventBusName',
  'RuleName',
  'State',
  'Enabled',
  'Target',
  'RetryPolicy',
  'DeadLetterConfig',
];

export function ruleOf(
  id: string,
  name: string,
  type: string,
  properties: JsonObject,
  target: { readonly Arn: Json; readonly Id: string; readonly RoleArn?: Json },
): TemplateResource {
  const isRule = type === 'EventBridgeRule' || type === 'CloudWatchEvent';
  checkEvent(id, name, properties, isRule ? RULE : type === 'Schedule' ? SCHEDULE : SCHEDULE_V2);
  const rule: Record<string, Json> = {};
  if (isRule) {
    if (properties['Pattern'] === undefined) throw invalid(id, name, 'Pattern is needed');
    rule['EventPattern'] = properties['Pattern'];
    if (properties['EventBusName'] !== undefined) rule['EventBusName'] = properties['EventBusName'];
    if (properties['RuleName'] !== undefined) rule['Name'] = properties['RuleName'];
  } else {
    const expression = properties['Schedule'] ?? properties['ScheduleExpression'];
    if (expression === undefined) throw invalid(id, name, 'a schedule expression is needed');
    checkV2(id, name, properties);
    rule['ScheduleExpression'] = expression;
    if (properties['Name'] !== undefined) rule['Name'] = properties['Name'];
    if (properties['Description'] !== undefined) rule['Description'] = properties['Description'];
  }
  const state = properties['State'] ?? stateOf(properties['Enabled']);
  if (state !== undefined) rule['State'] = state;
  rule['Targets'] = [targetOf(id, name, properties, target)];
  return { Type: 'AWS::Events::Rule', Properties: rule, DependsOn: [] };
}

function stateOf(enabled: Json | undefined): Json | undefined {
  if (enabled === undefined) return undefined;
  return enabled === false || enabled === 'false' ? 'DISABLED' : 'ENABLED';
}

/** What only EventBridge Scheduler has must not be lost in silence. */
function checkV2(id: string, name: string, properties: JsonObject): void {
  const window = properties['FlexibleTimeWindow'];
  if (isObject(window) && window['Mode'] !== 'OFF')
    throw unsupported(id, name, 'FlexibleTimeWindow is supported only as OFF');
  const zone = properties['ScheduleExpressionTimezone'];
  if (zone !== undefined && zone !== 'UTC')
    throw unsupported(id, name, 'ScheduleExpressionTimezone is supported only as UTC');
}

function targetOf(
  id: string,
  name: string,
  properties: JsonObject,
  target: { readonly Arn: Json; readonly Id: string; readonly RoleArn?: Json },
): JsonObject {
  const made: Record<string, Json> = { Arn: target.Arn, Id: target.Id };
  const own = properties['Target'];
  if (isObject(own) && own['Id'] !== undefined) made['Id'] = own['Id'];
  if (target.RoleArn !== undefined) made['RoleArn'] = target.RoleArn;
  for (const key of ['Input', 'InputPath', 'InputTransformer', 'RetryPolicy']) {
    if (properties[key] !== undefined) made[key] = properties[key];
  }
  const letters = properties['DeadLetterConfig'];
  if (isObject(letters)) {
    if (letters['Arn'] === undefined) throw unsupported(id, name, 'DeadLetterConfig is supported with an Arn only');
    made['DeadLetterConfig'] = { Arn: letters['Arn'] };
  }
  return made;
}
