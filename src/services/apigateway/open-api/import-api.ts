/**
 * Makes a REST API of an OpenAPI document with `x-amazon-apigateway-*` extensions.
 *
 * 1. `overwrite` replaces resources, models and validators; `merge` adds to them and replaces methods that are in both.
 * 2. What guards a method at AWS and could not guard it here (authorizers) is refused; nothing falls open.
 */
import type { Json, JsonObject } from '../../../asl/json.ts';
import { addResource } from '../add-resource.ts';
import { badRequest } from '../rest-api-errors.ts';
import type { GatewayResponse, Model, RequestValidator, Resource, RestApi, Texts } from '../rest-api-record.ts';
import { importMethod } from './import-method.ts';
import { dereference, isObject, listOf, type OpenApi, objectOf, textOf } from './read-open-api.ts';

export interface ImportOptions {
  readonly mode: 'merge' | 'overwrite';
  readonly parameters?: Texts;
  readonly failOnWarnings?: boolean;
  readonly newId: () => string;
}

const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  delete: 'DELETE',
  options: 'OPTIONS',
  head: 'HEAD',
  patch: 'PATCH',
  'x-amazon-apigateway-any-method': 'ANY',
};

export function importApi(before: RestApi, document: OpenApi, options: ImportOptions): RestApi {
  const { root } = document;
  const info = objectOf(root['info']);
  let api: RestApi = {
    ...before,
    ...(document.title !== undefined && { name: document.title }),
    ...(info['version'] !== undefined && { version: String(info['version']) }),
    ...(info['description'] !== undefined && { description: String(info['description']) }),
    ...settings(before, root),
  };
  if (options.mode === 'overwrite') {
    const rootResource = api.resources[api.rootResourceId]!;
    api = {
      ...api,
      resources: { [api.rootResourceId]: { ...rootResource, resourceMethods: {} } },
      models: {},
      requestValidators: {},
      gatewayResponses: {},
    };
  }
  api = {
    ...api,
    models: { ...api.models, ...models(document, options.newId) },
    requestValidators: { ...api.requestValidators, ...validators(root, options.newId) },
    gatewayResponses: { ...api.gatewayResponses, ...gatewayResponses(root) },
  };
  const base = basePath(document, options.parameters?.['basepath'] ?? 'ignore');
  for (const [path, item] of Object.entries(objectOf(root['paths']))) {
    api = importPath(api, `${base}${path}`, dereference(document, item), document, options);
  }
  return api;
}

function settings(before: RestApi, root: JsonObject): Partial<RestApi> {
  const binary = root['x-amazon-apigateway-binary-media-types'];
  const endpoint = root['x-amazon-apigateway-endpoint-configuration'];
  const policy = root['x-amazon-apigateway-policy'];
  return {
    binaryMediaTypes: binary === undefined ? before.binaryMediaTypes : listOf(binary).map(String),
    apiKeySource: textOf(root['x-amazon-apigateway-api-key-source']) ?? before.apiKeySource,
    ...(isObject(endpoint) && {
      disableExecuteApiEndpoint: endpoint['disableExecuteApiEndpoint'] === true,
    }),
    ...(policy !== undefined && { policy: JSON.stringify(policy) }),
  };
}

/** `prepend` puts the document's base path before every path; `split` keeps all but its first part; `ignore` drops it. */
function basePath({ root, version }: OpenApi, mode: string): string {
  if (mode === 'ignore') return '';
  const server = objectOf(listOf(root['servers'])[0]);
  const variable = objectOf(objectOf(server['variables'])['basePath'])['default'];
  const url = version === 2 ? textOf(root['basePath']) : (textOf(variable) ?? pathOf(textOf(server['url'])));
  const path = `/${(url ?? '').replace(/^\/+|\/+$/g, '')}`;
  if (path === '/') return '';
  return mode === 'split' ? path.replace(/^\/[^/]+/, '') : path;
}

function pathOf(url: string | undefined): string | undefined {
  return url === undefined || !URL.canParse(url) ? url : new URL(url).pathname;
}

function importPath(
  before: RestApi,
  path: string,
  item: JsonObject,
  document: OpenApi,
  options: ImportOptions,
): RestApi {
  const { api, resource } = ensureResource(before, path, options.newId);
  const resourceMethods = { ...resource.resourceMethods };
  for (const [name, operation] of Object.entries(item)) {
    const httpMethod = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (httpMethod === undefined || !isObject(operation)) continue;
    const shared = listOf(item['parameters']);
    resourceMethods[httpMethod] = importMethod(api, document, {
      httpMethod,
      operation,
      shared,
      resourceId: resource.id,
    });
  }
  return { ...api, resources: { ...api.resources, [resource.id]: { ...resource, resourceMethods } } };
}

function ensureResource(
  before: RestApi,
  path: string,
  newId: () => string,
): { readonly api: RestApi; readonly resource: Resource } {
  let api = before;
  let parentId = api.rootResourceId;
  for (const pathPart of path.split('/').filter((part) => part !== '')) {
    const existing = Object.values(api.resources).find((one) => one.parentId === parentId && one.pathPart === pathPart);
    const id = existing?.id ?? newId();
    if (!existing) api = addResource(api, { id, parentId, pathPart });
    parentId = id;
  }
  return { api, resource: api.resources[parentId]! };
}

function models(document: OpenApi, newId: () => string): Record<string, Model> {
  const { root, version } = document;
  const schemas = version === 2 ? root['definitions'] : objectOf(root['components'])['schemas'];
  return Object.fromEntries(
    Object.entries(objectOf(schemas)).map(([name, schema]) => [
      name,
      { id: newId(), name, contentType: 'application/json', schema: JSON.stringify(toModelRefs(schema)) },
    ]),
  );
}

/** References among the document's schemas become references among the API's models. */
export function toModelRefs(value: Json): Json {
  if (Array.isArray(value)) return value.map(toModelRefs);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string'
        ? member.replace(/^#\/(?:definitions|components\/schemas)\//, '#/models/')
        : toModelRefs(member),
    ]),
  );
}

function validators(root: JsonObject, newId: () => string): Record<string, RequestValidator> {
  const found: Record<string, RequestValidator> = {};
  for (const [name, value] of Object.entries(objectOf(root['x-amazon-apigateway-request-validators']))) {
    const { validateRequestBody, validateRequestParameters } = objectOf(value);
    const id = newId();
    found[id] = {
      id,
      name,
      validateRequestBody: validateRequestBody === true,
      validateRequestParameters: validateRequestParameters === true,
    };
  }
  return found;
}

function gatewayResponses(root: JsonObject): Record<string, GatewayResponse> {
  return Object.fromEntries(
    Object.entries(objectOf(root['x-amazon-apigateway-gateway-responses'])).map(([responseType, value]) => {
      const { statusCode, responseParameters, responseTemplates } = objectOf(value);
      const response: GatewayResponse = {
        responseType,
        statusCode: textOf(statusCode),
        responseParameters: objectOf(responseParameters) as Texts,
        responseTemplates: objectOf(responseTemplates) as Texts,
        defaultResponse: false,
      };
      return [responseType, response];
    }),
  );
}

/** The schemes by name, those that a method may be guarded with. */
export function securityScheme({ root, version }: OpenApi, name: string): JsonObject {
  const schemes = version === 2 ? root['securityDefinitions'] : objectOf(root['components'])['securitySchemes'];
  const scheme = objectOf(schemes)[name];
  if (!isObject(scheme)) throw badRequest(`The security scheme ${name} is not defined`);
  return scheme;
}
