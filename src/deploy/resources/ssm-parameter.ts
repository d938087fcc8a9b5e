/** AWS::SSM::Parameter. As in CloudFormation, SecureStrings cannot be made by a template. */
import type { JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  tagMap,
  textOf,
} from '../resource-provider.ts';
import { pairs, requireOwn, stackTags, staleTagKeys } from './stack-tags.ts';

const SETTINGS = ['Type', 'Value', 'Description', 'AllowedPattern', 'Tier', 'Policies', 'DataType'];

export const ssmParameter: ResourceProvider = {
  type: 'AWS::SSM::Parameter',
  properties: new Set([...SETTINGS, 'Name', 'Tags']),
  requires: [
    ['ssm', 'PutParameter'],
    ['ssm', 'AddTagsToResource'],
  ],
  async create(request) {
    const { services } = request;
    const Name = textOf(request.properties, 'Name') ?? `CFN-${request.generatedName}`;
    const input = { ...settings(request), Name };
    const Tags = pairs({ ...wantedTags(request), ...stackTags(request) });
    const made = await services.attempt('ssm', 'PutParameter', { ...input, Tags }, ['ParameterAlreadyExists']);
    if (!made) {
      requireOwn(request, Name, await presentTags(Name, request));
      await services.call('ssm', 'PutParameter', { ...input, Overwrite: true });
    }
    return instance(Name, request);
  },
  async update(request, { physicalId: Name }) {
    const { services, properties } = request;
    if ((textOf(properties, 'Name') ?? Name) !== Name) return 'REPLACE';
    await services.call('ssm', 'PutParameter', { ...settings(request), Name, Overwrite: true });
    const wanted = wantedTags(request);
    const TagKeys = staleTagKeys(await presentTags(Name, request), wanted);
    const resource = { ResourceType: 'Parameter', ResourceId: Name };
    await services.call('ssm', 'RemoveTagsFromResource', { ...resource, TagKeys });
    await services.call('ssm', 'AddTagsToResource', { ...resource, Tags: pairs(wanted) });
    return instance(Name, request);
  },
  async delete({ services }, { physicalId: Name }) {
    await services.attempt('ssm', 'DeleteParameter', { Name }, ['ParameterNotFound']);
  },
};

function settings({ properties }: ResourceRequest): Record<string, string> {
  if (!['String', 'StringList'].includes(String(properties['Type']))) {
    throw new DeployError('RESOURCE_FAILED', `Type must be String or StringList, not ${String(properties['Type'])}`);
  }
  const given = Object.entries(pick(properties, SETTINGS));
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** Of this type alone, tags are a map. */
function wantedTags({ properties }: ResourceRequest): Readonly<Record<string, string>> {
  const tags = (properties['Tags'] ?? {}) as JsonObject;
  return Array.isArray(tags)
    ? tagMap(tags)
    : Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}

async function presentTags(name: string, { services }: ResourceRequest): Promise<Readonly<Record<string, string>>> {
  const resource = { ResourceType: 'Parameter', ResourceId: name };
  const { TagList } = await services.call('ssm', 'ListTagsForResource', resource);
  return tagMap(TagList as JsonObject[] | undefined);
}

function instance(name: string, { properties }: ResourceRequest): ResourceInstance {
  const attributes = { Type: String(properties['Type']), Value: String(properties['Value']) };
  return { physicalId: name, ref: name, attributes };
}
