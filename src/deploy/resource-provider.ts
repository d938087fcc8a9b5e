/**
 * A provider makes one CloudFormation resource type real by calling services.
 *
 * 1. `create`, `update` and `delete` may be called again after a crash: each must find what is there already.
 * 2. A property that a provider does not list is refused before anything is touched.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { AwsCaller } from '../connectors/aws-caller.ts';
import { DeployError } from './deploy-error.ts';

export interface ResourceProvider {
  readonly type: string;
  readonly properties: ReadonlySet<string>;
  /** Custom resources: their properties mean something to their function alone. */
  readonly takesAnyProperty?: boolean;
  /** Operations without which the type cannot be deployed. */
  readonly requires: readonly (readonly [service: string, operation: string])[];
  create(request: ResourceRequest): Promise<ResourceInstance>;
  /** `REPLACE` asks for a new resource; the old one is deleted once the stack is updated. */
  update(request: ResourceRequest, previous: ResourceInstance): Promise<ResourceInstance | 'REPLACE'>;
  delete(request: Omit<ResourceRequest, 'properties'>, instance: ResourceInstance): Promise<void>;
}

export interface ResourceRequest {
  readonly logicalId: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly region: string;
  readonly account: string;
  readonly properties: JsonObject;
  /** A physical name as CloudFormation makes them: `stack-LogicalId-SUFFIX`, the same for the same stack and generation. */
  readonly generatedName: string;
  readonly services: ServiceCalls;
  /** A URL by which somebody without credentials may put an object; absent where no server listens. */
  readonly presign?: PresignUrl;
  readonly newId?: () => string;
}

export type PresignUrl = (request: {
  readonly method: 'GET' | 'PUT';
  readonly bucket: string;
  readonly key: string;
  readonly expiresSeconds: number;
}) => string;

export interface ResourceInstance {
  readonly physicalId: string;
  /** What `Ref` yields. */
  readonly ref: string;
  /** What `Fn::GetAtt` yields, by attribute name. */
  readonly attributes: JsonObject;
  /** What the provider wants to know again at the next update. */
  readonly memory?: JsonObject;
}

/** Service calls that throw: a deployment stops at its first failure. */
export interface ServiceCalls {
  call(service: string, operation: string, params: Record<string, unknown>): Promise<Readonly<Record<string, unknown>>>;
  /** As `call`, but an error with one of these codes yields `undefined`. */
  attempt(
    service: string,
    operation: string,
    params: Record<string, unknown>,
    expected: readonly string[],
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export function serviceCalls(caller: AwsCaller, region: string, account: string): ServiceCalls {
  const send = (service: string, operation: string, params: Record<string, unknown>) =>
    caller.call({ service, operation, params, region, account });
  return {
    async call(service, operation, params) {
      const result = await send(service, operation, params);
      if (!result.ok) throw new DeployError('RESOURCE_FAILED', `${result.code}: ${result.message}`);
      return result.output;
    },
    async attempt(service, operation, params, expected) {
      const result = await send(service, operation, params);
      if (result.ok) return result.output;
      if (expected.includes(result.code)) return undefined;
      throw new DeployError('RESOURCE_FAILED', `${result.code}: ${result.message}`);
    },
  };
}

/** The members of `properties` under the given names, those present only. */
export function pick(properties: JsonObject, names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]!]),
  );
}

export function textOf(properties: JsonObject, name: string): string | undefined {
  const value = properties[name];
  return value === undefined || value === null ? undefined : String(value);
}

/** CloudFormation's `[{Key, Value}]` as the map that some services take. */
export function tagMap(tags: Json | undefined): Record<string, string> {
  if (!Array.isArray(tags)) return {};
  return Object.fromEntries((tags as JsonObject[]).map((tag) => [String(tag['Key']), String(tag['Value'])]));
}
