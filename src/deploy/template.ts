/**
 * CloudFormation templates as plain JSON: parsed from YAML or JSON, short tags (`!Ref`, `!Sub`, …) written out as `Fn::…`.
 *
 * 1. Only what CloudFormation knows at the top of a template passes; anything else is refused by name.
 * 2. Scalars keep their YAML 1.2 core types: an unquoted `2012-10-17` stays a string.
 */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Json, JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';

export interface Template {
  readonly transforms: readonly string[];
  readonly globals: JsonObject;
  readonly parameters: Readonly<Record<string, TemplateParameter>>;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: Readonly<Record<string, JsonObject>>;
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly Description?: string;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly MinLength?: number;
  readonly MaxLength?: number;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly NoEcho?: boolean;
  readonly ConstraintDescription?: string;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: JsonObject;
  readonly DependsOn: readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: JsonObject;
  readonly Connectors?: JsonObject;
}

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Transform',
  'Globals',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
]);

const RESOURCE_FIELDS = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
  'CreationPolicy',
  'UpdatePolicy',
  'Connectors',
  'IgnoreGlobals',
]);

/** The template's text as plain JSON with long-form functions. */
export function parseTemplateText(text: string, fileName: string): JsonObject {
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: true, logLevel: 'silent' });
  const fault = document.errors[0];
  if (fault) throw new DeployError('INVALID_TEMPLATE', `${fileName} is not valid YAML or JSON: ${fault.message}`);
  const value = plain(document.contents, document, fileName);
  if (!isObject(value))
    throw new DeployError('INVALID_TEMPLATE', `${fileName} is not a template: expected an object with Resources`);
  return value;
}

/** Checks the sections of a template and gives every absent one its empty form. */
export function readTemplate(value: JsonObject, fileName: string): Template {
  for (const section of Object.keys(value)) {
    if (!SECTIONS.has(section))
      throw new DeployError('INVALID_TEMPLATE', `${fileName}: Invalid template property or properties [${section}]`);
  }
  const transform = value['Transform'];
  const transforms =
    transform === undefined ? [] : Array.isArray(transform) ? (transform as string[]) : [String(transform)];
  for (const name of transforms) {
    if (name !== 'AWS::Serverless-2016-10-31')
      throw new DeployError('UNSUPPORTED', `${fileName}: the transform ${name} is not supported`);
  }
  const resources = section(value, 'Resources', fileName);
  if (Object.keys(resources).length === 0) {
    throw new DeployError(
      'INVALID_TEMPLATE',
      `${fileName}: Template format error: At least one Resources member must be defined.`,
    );
  }
  return {
    transforms,
    globals: section(value, 'Globals', fileName),
    parameters: section(value, 'Parameters', fileName) as unknown as Record<string, TemplateParameter>,
    mappings: section(value, 'Mappings', fileName),
    conditions: section(value, 'Conditions', fileName),
    resources: Object.fromEntries(
      Object.entries(resources).map(([id, resource]) => [id, readResource(id, resource, fileName)]),
    ),
    outputs: readOutputs(value, fileName),
  };
}

function readOutputs(template: JsonObject, fileName: string): Readonly<Record<string, JsonObject>> {
  const outputs = section(template, 'Outputs', fileName);
  for (const [name, output] of Object.entries(outputs)) {
    if (!isObject(output) || output['Value'] === undefined || output['Value'] === null) {
      throw new DeployError(
        'INVALID_TEMPLATE',
        `${fileName}: Template format error: Output ${name} must be an object with a Value`,
      );
    }
  }
  return outputs as Record<string, JsonObject>;
}

function section(template: JsonObject, name: string, fileName: string): JsonObject {
  const value = template[name] ?? {};
  if (!isObject(value)) throw new DeployError('INVALID_TEMPLATE', `${fileName}: ${name} must be an object`);
  return value;
}

function readResource(id: string, value: Json, fileName: string): TemplateResource {
  if (!/^[A-Za-z0-9]+$/.test(id))
    throw new DeployError(
      'INVALID_TEMPLATE',
      `${fileName}: Template format error: Resource name ${id} is non alphanumeric.`,
    );
  if (!isObject(value) || typeof value['Type'] !== 'string') {
    throw new DeployError(
      'INVALID_TEMPLATE',
      `${fileName}: [/Resources/${id}] Every Resources object must contain a Type member.`,
    );
  }
  for (const field of Object.keys(value)) {
    if (!RESOURCE_FIELDS.has(field))
      throw new DeployError(
        'INVALID_TEMPLATE',
        `${fileName}: [/Resources/${id}] Encountered unsupported property ${field}`,
      );
  }
  const properties = value['Properties'] ?? {};
  if (!isObject(properties))
    throw new DeployError('INVALID_TEMPLATE', `${fileName}: [/Resources/${id}/Properties] must be an object`);
  const dependsOn = value['DependsOn'] ?? [];
  return {
    Type: value['Type'],
    Properties: properties,
    DependsOn: Array.isArray(dependsOn) ? (dependsOn as string[]) : [String(dependsOn)],
    Condition: value['Condition'] as string | undefined,
    DeletionPolicy: policyOf(id, 'DeletionPolicy', value, fileName),
    UpdateReplacePolicy: policyOf(id, 'UpdateReplacePolicy', value, fileName),
    Metadata: value['Metadata'] as JsonObject | undefined,
    Connectors: value['Connectors'] as JsonObject | undefined,
  };
}

/** Nothing here makes snapshots. */
function policyOf(id: string, field: string, resource: JsonObject, fileName: string): string | undefined {
  const policy = resource[field];
  if (policy === undefined || policy === 'Delete' || policy === 'Retain') return policy as string | undefined;
  if (policy === 'RetainExceptOnCreate' && field === 'DeletionPolicy') return policy;
  if (policy === 'Snapshot')
    throw new DeployError('UNSUPPORTED', `${fileName}: [/Resources/${id}/${field}] Snapshot is not supported`);
  throw new DeployError(
    'INVALID_TEMPLATE',
    `${fileName}: Template error: Unrecognized ${field} ${JSON.stringify(policy)} for resource ${id}`,
  );
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const FUNCTION_NAMES = new Set([
  'Ref',
  'Condition',
  'GetAtt',
  'Sub',
  'Join',
  'Select',
  'Split',
  'If',
  'Equals',
  'And',
  'Or',
  'Not',
  'FindInMap',
  'Base64',
  'ImportValue',
  'GetAZs',
  'Cidr',
  'Transform',
  'ToJsonString',
  'Length',
]);

/** The node as JSON, its short tags written out. */
function plain(node: unknown, document: Document, fileName: string): Json {
  if (isAlias(node)) return plain(node.resolve(document), document, fileName);
  const value = untagged(node, document, fileName);
  const tag = isNode(node) ? node.tag : undefined;
  if (tag === undefined || !/^![A-Za-z]/.test(tag)) return value;
  const name = tag.slice(1);
  if (!FUNCTION_NAMES.has(name)) throw new DeployError('INVALID_TEMPLATE', `${fileName}: the tag ${tag} is not known`);
  return longForm(name, value);
}

function untagged(node: unknown, document: Document, fileName: string): Json {
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map((pair) => [
        String(isScalar(pair.key) ? pair.key.value : pair.key),
        plain(pair.value, document, fileName),
      ]),
    );
  }
  if (isSeq(node)) return node.items.map((item) => plain(item, document, fileName));
  if (isScalar(node)) return node.value as Json;
  return null;
}

/** `!GetAtt A.B` becomes `{"Fn::GetAtt": ["A", "B"]}`, `!Ref X` `{"Ref": "X"}`, the others `{"Fn::Name": …}`. */
function longForm(name: string, value: Json): JsonObject {
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.');
    return { 'Fn::GetAtt': dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
}
