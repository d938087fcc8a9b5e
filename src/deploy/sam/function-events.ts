/** Events of a function: what feeds it, as resources of their own. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { httpRoute, restRoute } from './api-events.ts';
import { checkEvent, invalid, unsupported } from './event-problem.ts';
import { ruleOf } from './rule-events.ts';
import { logicalIdOf, type SamContext } from './sam-context.ts';
import type { Expansion } from './transform.ts';

export interface FunctionTarget {
  readonly id: string;
  /** What events name: the function, or the alias that is published with it. */
  readonly ref: Json;
  readonly arn: Json;
}

export function functionEvents(target: FunctionTarget, events: Json | undefined, context: SamContext): Expansion {
  const made: Record<string, TemplateResource> = {};
  for (const [name, event] of Object.entries(isObject(events) ? events : {})) {
    if (!isObject(event)) throw invalid(target.id, name, 'must be an object with a Type');
    const properties = isObject(event['Properties']) ? event['Properties'] : {};
    Object.assign(made, one(target, name, String(event['Type']), properties, context));
  }
  return made;
}

function one(
  target: FunctionTarget,
  name: string,
  type: string,
  properties: JsonObject,
  context: SamContext,
): Expansion {
  const { id } = target;
  switch (type) {
    case 'Api':
      return restRoute(target, name, properties, context);
    case 'HttpApi':
      return httpRoute(target, name, properties, context);
    case 'S3':
      return s3(target, name, properties, context);
    case 'SQS':
      return sqs(target, name, properties);
    case 'SNS':
      return sns(target, name, properties);
    case 'Schedule':
    case 'ScheduleV2':
    case 'EventBridgeRule':
    case 'CloudWatchEvent':
      return {
        [`${id}${name}`]: ruleOf(id, name, type, properties, { Arn: target.arn, Id: `${id}${name}LambdaTarget` }),
        [`${id}${name}Permission`]: permission(target, 'events.amazonaws.com', {
          'Fn::GetAtt': [`${id}${name}`, 'Arn'],
        }),
      };
    default:
      throw unsupported(id, name, `events of the type ${type} are not supported`);
  }
}

export function permission(
  { ref }: Pick<FunctionTarget, 'ref'>,
  principal: string,
  sourceArn?: Json,
): TemplateResource {
  const properties: Record<string, Json> = { Action: 'lambda:InvokeFunction', FunctionName: ref, Principal: principal };
  if (sourceArn !== undefined) properties['SourceArn'] = sourceArn;
  return { Type: 'AWS::Lambda::Permission', Properties: properties, DependsOn: [] };
}

function s3(target: FunctionTarget, name: string, properties: JsonObject, context: SamContext): Expansion {
  checkEvent(target.id, name, properties, ['Bucket', 'Events', 'Filter']);
  const bucketId = logicalIdOf(properties['Bucket']);
  const bucket = bucketId === undefined ? undefined : context.resources[bucketId];
  if (bucketId === undefined || bucket?.Type !== 'AWS::S3::Bucket') {
    throw invalid(target.id, name, 'Bucket must be a Ref to a bucket of the same template');
  }
  const permissionId = `${target.id}${name}Permission`;
  const events = Array.isArray(properties['Events']) ? (properties['Events'] as Json[]) : [properties['Events'] ?? ''];
  const configurations = events.map(
    (event): JsonObject => ({
      Event: event,
      Function: target.arn,
      ...(properties['Filter'] !== undefined && { Filter: properties['Filter'] }),
    }),
  );
  context.notifications.push({ bucketId, permissionId, configurations });
  const made = permission(target, 's3.amazonaws.com');
  return { [permissionId]: { ...made, Properties: { ...made.Properties, SourceAccount: { Ref: 'AWS::AccountId' } } } };
}

const MAPPING = [
  'BatchSize',
  'Enabled',
  'FilterCriteria',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'ScalingConfig',
];

function sqs(target: FunctionTarget, name: string, properties: JsonObject): Expansion {
  checkEvent(target.id, name, properties, ['Queue', ...MAPPING]);
  const given = Object.fromEntries(
    MAPPING.filter((key) => properties[key] !== undefined).map((key) => [key, properties[key]!]),
  );
  const Properties: JsonObject = { ...given, EventSourceArn: properties['Queue'] ?? '', FunctionName: target.ref };
  return { [`${target.id}${name}`]: { Type: 'AWS::Lambda::EventSourceMapping', Properties, DependsOn: [] } };
}

function sns(target: FunctionTarget, name: string, properties: JsonObject): Expansion {
  checkEvent(target.id, name, properties, ['Topic', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy', 'Region']);
  const { Topic, ...rest } = properties;
  const Properties: JsonObject = { ...rest, TopicArn: Topic ?? '', Protocol: 'lambda', Endpoint: target.arn };
  return {
    [`${target.id}${name}Permission`]: permission(target, 'sns.amazonaws.com', Topic),
    [`${target.id}${name}`]: { Type: 'AWS::SNS::Subscription', Properties, DependsOn: [] },
  };
}
