/**
 * The CDK's `AwsCustomResource` (`Custom::AWS` and types of its own): one call of an SDK for each change, made here and not by the function that
 * CDK ships for it, which would install an SDK first.
 */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import type { ResourceInstance, ResourceRequest } from '../resource-provider.ts';
import { isObject } from '../template.ts';

type Call = Omit<ResourceRequest, 'properties'>;

interface SdkCall {
  readonly service: string;
  readonly action: string;
  readonly parameters?: Json;
  readonly physicalResourceId?: { readonly id?: string; readonly responsePath?: string };
  readonly outputPaths?: readonly string[];
  readonly ignoreErrorCodesMatching?: string;
  readonly assumedRoleArn?: string;
  readonly region?: string;
}

/** `Create`, `Update` and `Delete` hold calls as JSON texts. */
export function isAwsCustomResource(properties: JsonObject): boolean {
  const calls = ['Create', 'Update', 'Delete'].map((name) => properties[name]).filter((call) => call !== undefined);
  return (
    properties['InstallLatestAwsSdk'] !== undefined &&
    calls.length > 0 &&
    calls.every((call) => typeof call === 'string' && call.startsWith('{'))
  );
}

/** Makes the call for a change, if there is one. */
export async function callSdk(
  event: 'Create' | 'Update' | 'Delete',
  properties: JsonObject,
  request: Call,
  physicalId: string,
): Promise<ResourceInstance> {
  const text = properties[event];
  if (typeof text !== 'string') return { physicalId, ref: physicalId, attributes: {}, memory: properties };
  const call = decode(JSON.parse(text) as Json, physicalId) as unknown as SdkCall;
  const output = await send(call, request);
  const all = flatten(output);
  const { id, responsePath } = call.physicalResourceId ?? {};
  const found = responsePath === undefined ? id : all[responsePath];
  const next = found === undefined || found === null ? physicalId : String(found);
  const attributes = call.outputPaths ? only(all, call.outputPaths) : all;
  return { physicalId: next, ref: next, attributes, memory: properties };
}

async function send(call: SdkCall, { services }: Call): Promise<Json> {
  const service = call.service
    .replace(/^@aws-sdk\/client-/, '')
    .replaceAll(/[-\s]/g, '')
    .toLowerCase();
  const action = call.action.replace(/Command$/, '');
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const parameters = isObject(call.parameters) ? call.parameters : {};
  try {
    return plain(await services.call(service, operation, { ...parameters }));
  } catch (error) {
    const { ignoreErrorCodesMatching: ignored } = call;
    if (error instanceof DeployError && ignored !== undefined && new RegExp(ignored).test(codeOf(error))) return {};
    throw error;
  }
}

/** Service failures read `Code: message`. */
const codeOf = ({ message }: DeployError): string => message.slice(0, Math.max(0, message.indexOf(':')));

/** What CDK cannot say in a template's texts. */
function decode(value: Json, physicalId: string): Json {
  if (value === 'TRUE:BOOLEAN') return true;
  if (value === 'FALSE:BOOLEAN') return false;
  if (value === 'PHYSICAL:RESOURCEID:') return physicalId;
  if (Array.isArray(value)) return value.map((item: Json) => decode(item, physicalId));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, decode(member, physicalId)]));
}

function plain(value: unknown): Json {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

/** `{A: {B: 1}}` as `{'A.B': 1}`: attributes are asked for by such paths. */
function flatten(value: Json, path = ''): Record<string, Json> {
  if (typeof value !== 'object' || value === null) return path === '' ? {} : { [path]: value };
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index), item] as const)
    : Object.entries(value);
  const parts = entries.map(([name, member]) => flatten(member as Json, path === '' ? name : `${path}.${name}`));
  return Object.assign({}, ...parts) as Record<string, Json>;
}

function only(all: Readonly<Record<string, Json>>, paths: readonly string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(all).filter(([path]) => paths.some((one) => path.startsWith(one))));
}
