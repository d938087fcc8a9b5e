/** Makes an HTTP API of an OpenAPI 3 document. */
import { dereference, isObject, listOf, objectOf, readOpenApi, textOf } from '../apigateway/open-api/read-open-api.ts';
import { badRequest } from './http-api-errors.ts';
import type { Cors, HttpApi } from './http-api-record.ts';
import { integrationOf } from './integration.ts';
import { routeOf } from './route.ts';

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

/** Routes and integrations are those of the document, and no others. */
export function importApi(before: HttpApi, body: string, newId: () => string): HttpApi {
  const document = readOpenApi(body);
  if (document.version !== 3) throw badRequest('HTTP APIs are imported from OpenAPI 3 documents');
  const { root } = document;
  const info = objectOf(root['info']);
  const cors = root['x-amazon-apigateway-cors'];
  let api: HttpApi = {
    ...before,
    name: textOf(info['title']) ?? before.name,
    description: textOf(info['description']) ?? before.description,
    version: textOf(info['version']) ?? before.version,
    cors: isObject(cors) ? (capitalised(cors) as Cors) : before.cors,
    routes: {},
    integrations: {},
  };
  for (const [path, item] of Object.entries(objectOf(root['paths']))) {
    for (const [name, operation] of Object.entries(dereference(document, item))) {
      const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
      if (!method || !isObject(operation)) continue;
      for (const one of listOf(operation['security'] ?? root['security'])) {
        if (Object.keys(objectOf(one)).length > 0) {
          throw badRequest(`Stepwell does not support authorizers of HTTP APIs (${method} ${path})`);
        }
      }
      const isDefault = path === '/$default' || path === '$default';
      api = addRoute(api, isDefault ? '$default' : `${method} ${path}`, operation, document, newId);
    }
  }
  return api;
}

function addRoute(
  before: HttpApi,
  RouteKey: string,
  operation: Readonly<Record<string, unknown>>,
  document: ReturnType<typeof readOpenApi>,
  newId: () => string,
): HttpApi {
  const source = dereference(document, operation['x-amazon-apigateway-integration'] as never);
  if (Object.keys(source).length === 0) throw badRequest(`No integration is given for the route ${RouteKey}`);
  const { type, httpMethod, uri, timeoutInMillis, ...rest } = source;
  const integration = integrationOf(
    {
      ...(capitalised(rest) as object),
      IntegrationType: String(type).toUpperCase(),
      IntegrationMethod: textOf(httpMethod),
      IntegrationUri: textOf(uri),
      IntegrationSubtype: textOf(source['integrationSubtype'] ?? source['subtype']),
      CredentialsArn: textOf(source['credentials']),
      TimeoutInMillis: timeoutInMillis === undefined ? undefined : Number(timeoutInMillis),
    },
    newId(),
  );
  const api = { ...before, integrations: { ...before.integrations, [integration.IntegrationId]: integration } };
  const Target = `integrations/${integration.IntegrationId}`;
  const route = routeOf(api, { RouteKey, Target, OperationName: textOf(operation['operationId'] as never) }, newId());
  return { ...api, routes: { ...api.routes, [route.RouteId]: route } };
}

function capitalised(value: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), member]),
  );
}
