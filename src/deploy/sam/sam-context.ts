/** What the resources of one template tell each other while it is transformed. */
import type { Json, JsonObject } from '../../asl/json.ts';
import type { TemplateResource } from '../template.ts';

/** One operation of an API, as an event of a function or state machine asks for it. */
export interface ApiRoute {
  readonly path: string;
  /** In small letters; `any` for all. */
  readonly method: string;
  /** The OpenAPI operation. */
  readonly operation: JsonObject;
  /** `NONE` and absent differ: the one overrules the API's default. */
  readonly auth?: JsonObject;
}

export interface BucketNotification {
  readonly bucketId: string;
  readonly permissionId: string;
  readonly configurations: readonly JsonObject[];
}

export interface SamContext {
  readonly resources: Readonly<Record<string, TemplateResource>>;
  /** By the logical id of the API. */
  readonly restRoutes: Map<string, ApiRoute[]>;
  readonly httpRoutes: Map<string, ApiRoute[]>;
  readonly notifications: BucketNotification[];
  /** `MyApi.Stage` → the logical id that it means. */
  readonly aliases: Map<string, string>;
}

export const IMPLICIT_REST_API = 'ServerlessRestApi';
export const IMPLICIT_HTTP_API = 'ServerlessHttpApi';

export function addRoute(routes: Map<string, ApiRoute[]>, apiId: string, route: ApiRoute): void {
  routes.set(apiId, [...(routes.get(apiId) ?? []), route]);
}

/** The logical id in `{Ref: X}`, or the text itself. */
export function logicalIdOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const ref = (value as JsonObject)['Ref'];
  return typeof ref === 'string' ? ref : undefined;
}
