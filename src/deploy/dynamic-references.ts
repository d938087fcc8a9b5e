/**
 * Resolves `{{resolve:ssm:…}}`, `{{resolve:ssm-secure:…}}` and `{{resolve:secretsmanager:…}}` in properties that are resolved otherwise.
 *
 * 1. What a reference yields goes to the service and is not kept with the stack. 2. A reference that cannot be resolved stops the resource.
 */
import type { Json } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import type { ServiceCalls } from './resource-provider.ts';
import { isObject } from './template.ts';

const REFERENCE = /\{\{resolve:([a-z-]+):([^{}]*)\}\}/g;

/** @throws {DeployError} */
export async function resolveDynamicReferences(value: Json, services: ServiceCalls): Promise<Json> {
  if (typeof value === 'string') return resolveText(value, services);
  if (Array.isArray(value)) {
    return Promise.all((value as readonly Json[]).map((item) => resolveDynamicReferences(item, services)));
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(async ([name, member]) => [
    name,
    await resolveDynamicReferences(member, services),
  ]);
  return Object.fromEntries(await Promise.all(members)) as Json;
}

async function resolveText(text: string, services: ServiceCalls): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    parts.push(text.slice(end, match.index), await resolveReference(match[1]!, match[2]!, services));
    end = match.index + match[0].length;
  }
  return parts.join('') + text.slice(end);
}

function resolveReference(service: string, reference: string, services: ServiceCalls): Promise<string> {
  switch (service) {
    case 'ssm':
      return parameterValue(reference, services, false);
    case 'ssm-secure':
      return parameterValue(reference, services, true);
    case 'secretsmanager':
      return secretValue(reference, services);
    default:
      throw new DeployError('INVALID_TEMPLATE', `Dynamic references to ${service} are not supported`);
  }
}

/** `name` or `name:version`. */
async function parameterValue(Name: string, services: ServiceCalls, isSecure: boolean): Promise<string> {
  const { Parameter } = await services.call('ssm', 'GetParameter', { Name, WithDecryption: isSecure });
  const { Type, Value } = Parameter as { readonly Type: string; readonly Value: string };
  if ((Type === 'SecureString') !== isSecure) {
    const wanted = isSecure ? 'a SecureString' : 'a String or StringList: use ssm-secure';
    throw new DeployError('RESOURCE_FAILED', `The SSM parameter ${Name} must be ${wanted}`);
  }
  return Value;
}

/** `secret-id:SecretString:json-key:version-stage:version-id`, all but the first optional; an ARN has colons of its own. */
async function secretValue(reference: string, services: ServiceCalls): Promise<string> {
  const parts = reference.split(':');
  const idParts = parts[0] === 'arn' ? 7 : 1;
  const SecretId = parts.slice(0, idParts).join(':');
  const [kind = 'SecretString', key = '', VersionStage = '', VersionId = ''] = parts.slice(idParts);
  if (kind !== 'SecretString' && kind !== '') {
    throw new DeployError('INVALID_TEMPLATE', `Only SecretString can be referenced of a secret, not ${kind}`);
  }
  const { SecretString } = await services.call('secretsmanager', 'GetSecretValue', {
    SecretId,
    ...(VersionStage !== '' && { VersionStage }),
    ...(VersionId !== '' && { VersionId }),
  });
  if (typeof SecretString !== 'string')
    throw new DeployError('RESOURCE_FAILED', `The secret ${SecretId} has no SecretString`);
  return key === '' ? SecretString : memberOf(SecretString, key, SecretId);
}

function memberOf(text: string, key: string, secretId: string): string {
  let value: unknown;
  try {
    value = (JSON.parse(text) as Record<string, unknown> | null)?.[key];
  } catch {
    throw new DeployError('RESOURCE_FAILED', `Could not parse SecretString JSON of ${secretId}`);
  }
  if (value === undefined)
    throw new DeployError('RESOURCE_FAILED', `Could not find a value associated with JSONKey ${key} in SecretString`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
