/**
 * AWS::SecretsManager::Secret.
 *
 * 1. A generated value stays until the template asks for another kind of value. 2. Deleted secrets go at once, so that their name is free.
 */
import { createHash } from 'node:crypto';
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
import { allTags, requireOwn, staleTagKeys } from './stack-tags.ts';

const NOT_FOUND = ['ResourceNotFoundException'];
const DESCRIBED = ['Description', 'KmsKeyId'];

export const secret: ResourceProvider = {
  type: 'AWS::SecretsManager::Secret',
  properties: new Set([...DESCRIBED, 'Name', 'SecretString', 'GenerateSecretString', 'Tags']),
  requires: [
    ['secretsmanager', 'CreateSecret'],
    ['secretsmanager', 'UpdateSecret'],
    ['secretsmanager', 'GetRandomPassword'],
  ],
  async create(request) {
    const { properties, services } = request;
    const Name = textOf(properties, 'Name') ?? request.generatedName.slice(0, 505);
    const SecretString = await newValue(request);
    const input = {
      Name,
      ...pick(properties, DESCRIBED),
      ...(SecretString !== undefined && { SecretString }),
      Tags: allTags(request, properties['Tags']),
    };
    const made = await services.attempt('secretsmanager', 'CreateSecret', input, ['ResourceExistsException']);
    if (made) return instance(String(made['ARN']), request);
    const existing = await services.call('secretsmanager', 'DescribeSecret', { SecretId: Name });
    requireOwn(request, Name, tagMap(existing['Tags'] as JsonObject[] | undefined));
    return instance(String(existing['ARN']), request);
  },
  async update(request, previous) {
    const { properties, services } = request;
    const SecretId = previous.physicalId;
    const described = await services.call('secretsmanager', 'DescribeSecret', { SecretId });
    const name = textOf(properties, 'Name');
    if (name !== undefined && name !== described['Name']) return 'REPLACE';
    const isKept =
      textOf(properties, 'SecretString') === undefined && previous.attributes['Recipe'] === recipe(properties);
    const SecretString = isKept ? undefined : await newValue(request);
    const input = {
      SecretId,
      Description: textOf(properties, 'Description') ?? '',
      ...pick(properties, ['KmsKeyId']),
      ...(SecretString !== undefined && { SecretString }),
    };
    await services.call('secretsmanager', 'UpdateSecret', input);
    const wanted = tagMap(properties['Tags']);
    const TagKeys = staleTagKeys(tagMap(described['Tags'] as JsonObject[] | undefined), wanted);
    await services.call('secretsmanager', 'UntagResource', { SecretId, TagKeys });
    await services.call('secretsmanager', 'TagResource', { SecretId, Tags: allTags(request, properties['Tags']) });
    return instance(SecretId, request);
  },
  async delete({ services }, { physicalId: SecretId }) {
    const input = { SecretId, ForceDeleteWithoutRecovery: true };
    await services.attempt('secretsmanager', 'DeleteSecret', input, NOT_FOUND);
  },
};

async function newValue({ properties, services }: ResourceRequest): Promise<string | undefined> {
  const generate = properties['GenerateSecretString'] as JsonObject | undefined;
  const given = textOf(properties, 'SecretString');
  if (generate === undefined) return given;
  if (given !== undefined) {
    throw new DeployError(
      'RESOURCE_FAILED',
      'You can specify either SecretString or GenerateSecretString, but not both.',
    );
  }
  const { SecretStringTemplate, GenerateStringKey, ...options } = generate;
  const { RandomPassword } = await services.call('secretsmanager', 'GetRandomPassword', passwordOptions(options));
  const password = String(RandomPassword);
  if (SecretStringTemplate === undefined && GenerateStringKey === undefined) return password;
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) {
    throw new DeployError('RESOURCE_FAILED', 'SecretStringTemplate and GenerateStringKey must be specified together.');
  }
  return JSON.stringify({ ...readTemplate(String(SecretStringTemplate)), [String(GenerateStringKey)]: password });
}

function readTemplate(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Noise; said below.
  }
  throw new DeployError('RESOURCE_FAILED', 'SecretStringTemplate must be the text of a JSON object.');
}

/** Templates may write numbers and truth as text. */
function passwordOptions(options: JsonObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      if (name === 'PasswordLength') return [name, Number(value)];
      return [name, name === 'ExcludeCharacters' ? String(value) : String(value) === 'true'];
    }),
  );
}

/** Tells whether the template still asks for the same kind of value. */
function recipe({ GenerateSecretString }: JsonObject): string {
  return createHash('sha256')
    .update(JSON.stringify(GenerateSecretString ?? null))
    .digest('hex');
}

function instance(arn: string, { properties }: ResourceRequest): ResourceInstance {
  return { physicalId: arn, ref: arn, attributes: { Id: arn, Recipe: recipe(properties) } };
}
