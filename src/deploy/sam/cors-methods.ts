/** `Cors` of a serverless API: an OPTIONS method on each path that answers for itself. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { isObject } from '../template.ts';

const ANY = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

export function withCorsMethods(paths: Readonly<Record<string, Json>>, cors: Json): Record<string, Json> {
  const given: JsonObject = isObject(cors) && !('Ref' in cors) ? cors : { AllowOrigin: cors };
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      if (!isObject(item) || item['options'] !== undefined) return [path, item];
      return [path, { ...item, options: optionsMethod(given, item) }];
    }),
  );
}

function optionsMethod(cors: JsonObject, item: JsonObject): JsonObject {
  const methods = Object.keys(item).includes('x-amazon-apigateway-any-method')
    ? ANY
    : [...new Set([...Object.keys(item).map((name) => name.toUpperCase()), 'OPTIONS'])].sort();
  const headers: Record<string, Json> = {
    'Access-Control-Allow-Origin': cors['AllowOrigin'] ?? "'*'",
    'Access-Control-Allow-Methods': cors['AllowMethods'] ?? `'${methods.join(',')}'`,
  };
  if (cors['AllowHeaders'] !== undefined) headers['Access-Control-Allow-Headers'] = cors['AllowHeaders'];
  if (cors['MaxAge'] !== undefined) headers['Access-Control-Max-Age'] = cors['MaxAge'];
  if (cors['AllowCredentials'] === true) headers['Access-Control-Allow-Credentials'] = "'true'";
  const responseParameters = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
  );
  return {
    summary: 'CORS support',
    consumes: ['application/json'],
    produces: ['application/json'],
    security: [],
    responses: {
      '200': {
        description: 'Default response for CORS method',
        headers: Object.fromEntries(Object.keys(headers).map((name) => [name, { type: 'string' }])),
      },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      // A preflight request has no body, or one of any type: the template is used for all.
      passthroughBehavior: 'when_no_match',
      responses: {
        default: { statusCode: '200', responseTemplates: { 'application/json': '{}\n' }, responseParameters },
      },
    },
  };
}
