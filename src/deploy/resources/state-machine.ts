/** AWS::StepFunctions::StateMachine. Running executions keep the definition that they started with. */
import { parse as parseYaml } from 'yaml';
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import {
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  tagMap,
  textOf,
} from '../resource-provider.ts';
import { readObject } from './read-object.ts';

const PROPERTIES = [
  'StateMachineName',
  'Definition',
  'DefinitionString',
  'DefinitionS3Location',
  'DefinitionSubstitutions',
  'RoleArn',
  'StateMachineType',
  'Tags',
  'LoggingConfiguration',
  'TracingConfiguration',
  'EncryptionConfiguration',
];

export const stateMachine: ResourceProvider = {
  type: 'AWS::StepFunctions::StateMachine',
  properties: new Set(PROPERTIES),
  requires: [
    ['states', 'CreateStateMachine'],
    ['states', 'UpdateStateMachine'],
  ],
  async create(request) {
    const name = textOf(request.properties, 'StateMachineName') ?? request.generatedName.slice(0, 80);
    const params = {
      ...(await parameters(request)),
      name,
      type: request.properties['StateMachineType'] ?? 'STANDARD',
      tags: tags(request.properties),
    };
    const arn = `arn:aws:states:${request.region}:${request.account}:stateMachine:${name}`;
    const made = await request.services.attempt('states', 'CreateStateMachine', params, ['StateMachineAlreadyExists']);
    if (made === undefined)
      await request.services.call('states', 'UpdateStateMachine', {
        ...(await parameters(request)),
        stateMachineArn: arn,
      });
    return instance(made === undefined ? arn : String(made['stateMachineArn']), name, request);
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'StateMachineName');
    const current = await request.services.attempt(
      'states',
      'DescribeStateMachine',
      { stateMachineArn: previous.physicalId },
      ['StateMachineDoesNotExist'],
    );
    const type = request.properties['StateMachineType'] ?? 'STANDARD';
    if (
      current === undefined ||
      current['type'] !== type ||
      (name !== undefined && name !== previous.attributes['Name'])
    )
      return 'REPLACE';
    await request.services.call('states', 'UpdateStateMachine', {
      ...(await parameters(request)),
      stateMachineArn: previous.physicalId,
    });
    await changeTags(previous.physicalId, request, previous.memory?.['tags'] as JsonObject | undefined);
    return instance(previous.physicalId, String(previous.attributes['Name']), request);
  },
  async delete(request, { physicalId }) {
    await request.services.call('states', 'DeleteStateMachine', { stateMachineArn: physicalId });
  },
};

async function parameters(request: ResourceRequest): Promise<Record<string, unknown>> {
  const params: Record<string, unknown> = {
    definition: await definition(request),
    roleArn: request.properties['RoleArn'],
  };
  const logging = request.properties['LoggingConfiguration'] as JsonObject | undefined;
  if (logging) params['loggingConfiguration'] = camel(logging);
  const tracing = request.properties['TracingConfiguration'] as JsonObject | undefined;
  if (tracing) params['tracingConfiguration'] = camel(tracing);
  const encryption = request.properties['EncryptionConfiguration'] as JsonObject | undefined;
  if (encryption) params['encryptionConfiguration'] = camel(encryption);
  return params;
}

/** The definition's text with `${name}` substituted from DefinitionSubstitutions. */
async function definition(request: ResourceRequest): Promise<string> {
  const { Definition, DefinitionString, DefinitionS3Location, DefinitionSubstitutions } = request.properties;
  let text: string;
  if (DefinitionString !== undefined) text = String(DefinitionString);
  else if (Definition !== undefined) text = JSON.stringify(Definition);
  else if (DefinitionS3Location !== undefined) text = await fromS3(request, DefinitionS3Location as JsonObject);
  else
    throw new DeployError(
      'INVALID_TEMPLATE',
      `[/Resources/${request.logicalId}] one of Definition, DefinitionString and DefinitionS3Location is needed`,
    );
  const substitutions = (DefinitionSubstitutions ?? {}) as JsonObject;
  return text.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) => {
    const value = substitutions[name];
    return value === undefined ? whole : inJsonString(value);
  });
}

/** A substituted value stands inside a JSON string of the definition, or bare as a number or boolean. */
function inJsonString(value: Json): string {
  return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
}

async function fromS3(request: ResourceRequest, location: JsonObject): Promise<string> {
  const key = String(location['Key']);
  const text = new TextDecoder().decode(await readObject(request, String(location['Bucket']), key));
  return /\.ya?ml$/.test(key) ? JSON.stringify(parseYaml(text)) : text;
}

/** `{Level, IncludeExecutionData}` as the API spells it: first letters small. */
function camel(value: Json): Json {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.charAt(0).toLowerCase() + key.slice(1), camel(member)]),
  );
}

function tags(properties: JsonObject): unknown {
  const list = (properties['Tags'] ?? []) as readonly JsonObject[];
  return list.map((tag) => ({ key: tag['Key'], value: tag['Value'] }));
}

async function changeTags(resourceArn: string, request: ResourceRequest, before: JsonObject = {}): Promise<void> {
  const wanted = tagMap(request.properties['Tags']);
  if (JSON.stringify(wanted) === JSON.stringify(before)) return;
  const tagKeys = Object.keys(before).filter((key) => !(key in wanted));
  if (tagKeys.length > 0) await request.services.call('states', 'UntagResource', { resourceArn, tagKeys });
  if (Object.keys(wanted).length > 0)
    await request.services.call('states', 'TagResource', { resourceArn, tags: tags(request.properties) });
}

/** A machine that was never updated has a revision without an id, which CloudFormation calls INITIAL. */
async function instance(
  arn: string,
  name: string,
  { services, properties }: ResourceRequest,
): Promise<ResourceInstance> {
  const { revisionId } = await services.call('states', 'DescribeStateMachine', { stateMachineArn: arn });
  const StateMachineRevisionId = revisionId === undefined ? 'INITIAL' : String(revisionId);
  const memory = { tags: tagMap(properties['Tags']) };
  return { physicalId: arn, ref: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId }, memory };
}
