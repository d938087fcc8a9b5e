/** `AWS::Serverless::Function` → `AWS::Lambda::Function`, its role, its version and alias where `AutoPublishAlias` asks for them. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { codeLocation } from './code-location.ts';
import { eventInvokeConfig } from './event-invoke-config.ts';
import { type FunctionTarget, functionEvents } from './function-events.ts';
import { checkProperties } from './property-check.ts';
import { publishedAlias } from './published-alias.ts';
import { roleFor } from './role.ts';
import type { SamContext } from './sam-context.ts';
import type { Expansion } from './transform.ts';

/** Properties that pass to Lambda under their own name. */
const PASSED_ON = [
  'FunctionName',
  'Handler',
  'Runtime',
  'Description',
  'MemorySize',
  'Timeout',
  'Environment',
  'Architectures',
  'EphemeralStorage',
  'PackageType',
  'VpcConfig',
  'LoggingConfig',
];
const KNOWN = new Set([
  ...PASSED_ON,
  'CodeUri',
  'InlineCode',
  'Role',
  'Policies',
  'Tags',
  'ReservedConcurrentExecutions',
  'Events',
  'Tracing',
  'DeadLetterQueue',
  'AutoPublishAlias',
  'AutoPublishAliasAllProperties',
  'AutoPublishCodeSha256',
  'VersionDescription',
  'EventInvokeConfig',
]);

export function transformFunction(id: string, resource: TemplateResource, context: SamContext): Expansion {
  checkProperties(id, resource, KNOWN);
  const given = resource.Properties;
  const properties: Record<string, Json> = {};
  for (const name of PASSED_ON) if (given[name] !== undefined) properties[name] = given[name];
  properties['Code'] = code(id, given);
  if (given['ReservedConcurrentExecutions'] !== undefined)
    properties['ReservedConcurrentExecutions'] = given['ReservedConcurrentExecutions'];
  if (given['Tracing'] !== undefined) properties['TracingConfig'] = { Mode: given['Tracing'] };
  properties['Tags'] = tagList(given['Tags'], 'lambda:createdBy');
  properties['Role'] = given['Role'] ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] };
  if (isObject(given['DeadLetterQueue']))
    properties['DeadLetterConfig'] = { TargetArn: given['DeadLetterQueue']['TargetArn']! };
  const lambda: TemplateResource = { ...resource, Type: 'AWS::Lambda::Function', Properties: properties };
  const expansion: Record<string, TemplateResource> = { [id]: lambda };
  if (given['Role'] === undefined) {
    const basic = ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'];
    expansion[`${id}Role`] = roleFor(id, 'lambda.amazonaws.com', basic, given['Policies']);
  }
  return { ...expansion, ...surroundings(id, given, lambda, context) };
}

/** What stands around a function: its version and alias, its events, how its asynchronous invocations end. */
function surroundings(id: string, given: JsonObject, lambda: TemplateResource, context: SamContext): Expansion {
  const made: Record<string, TemplateResource> = {};
  let target: FunctionTarget = { id, ref: { Ref: id }, arn: { 'Fn::GetAtt': [id, 'Arn'] } };
  if (given['AutoPublishAlias'] !== undefined) {
    const { aliasId, expansion } = publishedAlias(id, given, lambda, context);
    Object.assign(made, expansion);
    target = { id, ref: { Ref: aliasId }, arn: { Ref: aliasId } };
  }
  Object.assign(made, functionEvents(target, given['Events'], context));
  if (given['EventInvokeConfig'] !== undefined) {
    const qualifier = given['AutoPublishAlias'] ?? '$LATEST';
    made[`${id}EventInvokeConfig`] = eventInvokeConfig(id, given['EventInvokeConfig'], qualifier);
  }
  return made;
}

function code(id: string, given: JsonObject): Json {
  if (given['InlineCode'] !== undefined) return { ZipFile: given['InlineCode'] };
  if (given['CodeUri'] === undefined)
    throw new DeployError('INVALID_TEMPLATE', `[/Resources/${id}] Either 'InlineCode' or 'CodeUri' must be set`);
  return codeLocation(given['CodeUri'], `[/Resources/${id}/Properties/CodeUri]`);
}

export function tagList(tags: Json | undefined, createdBy: string): Json {
  const own = isObject(tags) ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) : [];
  return [{ Key: createdBy, Value: 'SAM' }, ...own];
}
