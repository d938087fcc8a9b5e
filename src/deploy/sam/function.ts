/** `AWS::Serverless::Function` → `AWS::Lambda::Function`, its role, its version and alias where `AutoPublishAlias` asks for them. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { codeLocation } from './code-location.ts';
import { checkProperties } from './property-check.ts';
import { roleFor } from './role.ts';
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
]);

export function transformFunction(id: string, resource: TemplateResource): Expansion {
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
  if (isObject(given['Events']) && Object.keys(given['Events']).length > 0) {
    throw new DeployError(
      'UNSUPPORTED',
      `[/Resources/${id}/Properties/Events] events of functions are not supported yet`,
    );
  }
  const lambda: TemplateResource = { ...resource, Type: 'AWS::Lambda::Function', Properties: properties };
  if (given['Role'] !== undefined) return { [id]: lambda };
  const basic = ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'];
  return { [id]: lambda, [`${id}Role`]: roleFor(id, 'lambda.amazonaws.com', basic, given['Policies']) };
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
