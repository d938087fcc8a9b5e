/** `Fn::Transform` with `AWS::Include`: pieces of a template that lie in S3, put where they are named before anything else is read. */
import type { Json, JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import type { ServiceCalls } from './resource-provider.ts';
import { readObject } from './resources/read-object.ts';
import { isObject, parseTemplateText } from './template.ts';

const TRANSFORM = 'Fn::Transform';

/** @throws {DeployError} for another transform, or a piece that cannot be had */
export async function withIncludes<Value extends Json>(
  value: Value,
  services: ServiceCalls,
  parameters: Readonly<Record<string, string>>,
): Promise<Value> {
  // Most templates include nothing: they are not copied.
  return JSON.stringify(value).includes(`"${TRANSFORM}"`)
    ? ((await expand(value, services, parameters)) as Value)
    : value;
}

async function expand(
  value: Json,
  services: ServiceCalls,
  parameters: Readonly<Record<string, string>>,
): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((item: Json) => expand(item, services, parameters)));
  if (!isObject(value)) return value;
  const expanded: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === TRANSFORM) Object.assign(expanded, await include(member, services, parameters));
    else expanded[name] = await expand(member, services, parameters);
  }
  return expanded;
}

async function include(
  argument: Json,
  services: ServiceCalls,
  parameters: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  const { Name, Parameters } = isObject(argument) ? argument : {};
  if (Name !== 'AWS::Include') throw new DeployError('UNSUPPORTED', `The transform ${String(Name)} is not supported`);
  const named = isObject(Parameters) ? Parameters['Location'] : undefined;
  const reference = isObject(named) ? named['Ref'] : undefined;
  const location = typeof reference === 'string' ? parameters[reference] : named;
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(String(location)) ?? [];
  if (bucket === undefined || key === undefined)
    throw new DeployError('INVALID_TEMPLATE', `AWS::Include: Location ${JSON.stringify(named)} is not an S3 URI`);
  const text = Buffer.from(await readObject({ services }, bucket, key)).toString('utf8');
  const piece = parseTemplateText(text, key);
  return (await expand(piece, services, parameters)) as JsonObject;
}
