/** Events `Api` and `HttpApi`: operations of an API of the template, or of the one that SAM makes where none is named. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { isObject } from '../template.ts';
import { checkEvent, invalid, unsupported } from './event-problem.ts';
import { type FunctionTarget, permission } from './function-events.ts';
import { addRoute, IMPLICIT_HTTP_API, IMPLICIT_REST_API, logicalIdOf, type SamContext } from './sam-context.ts';
import type { Expansion } from './transform.ts';

export function lambdaUri(arn: Json): JsonObject {
  const path =
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${function}/invocations';
  return { 'Fn::Sub': [path, { function: arn }] };
}

export function restRoute(
  target: FunctionTarget,
  name: string,
  properties: JsonObject,
  context: SamContext,
): Expansion {
  const { id } = target;
  checkEvent(id, name, properties, [
    'Path',
    'Method',
    'RestApiId',
    'Auth',
    'RequestParameters',
    'TimeoutInMillis',
    'OperationName',
  ]);
  const { apiId, path, method } = placeOf(
    id,
    name,
    properties,
    'RestApiId',
    'AWS::Serverless::Api',
    IMPLICIT_REST_API,
    context,
  );
  const operation: Record<string, Json> = {
    responses: {},
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: lambdaUri(target.arn),
      ...(properties['TimeoutInMillis'] !== undefined && { timeoutInMillis: properties['TimeoutInMillis'] }),
    },
  };
  const parameters = requestParameters(id, name, properties['RequestParameters']);
  if (parameters.length > 0) operation['parameters'] = parameters;
  addRoute(context.restRoutes, apiId, { path, method, operation, auth: authOf(id, name, properties) });
  const stage = '*';
  const source = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${api}/${stage}/${method}${path}';
  const sourceArn: Json = {
    'Fn::Sub': [
      source,
      {
        api: { Ref: apiId },
        stage,
        method: method === 'any' ? '*' : method.toUpperCase(),
        path: path.replaceAll(/\{[^}]+\}/g, '*'),
      },
    ],
  };
  return {
    [`${id}${name}Permission${apiId === IMPLICIT_REST_API ? 'Prod' : 'Stage'}`]: permission(
      target,
      'apigateway.amazonaws.com',
      sourceArn,
    ),
  };
}

export function httpRoute(
  target: FunctionTarget,
  name: string,
  properties: JsonObject,
  context: SamContext,
): Expansion {
  const { id } = target;
  checkEvent(id, name, properties, ['Path', 'Method', 'ApiId', 'Auth', 'TimeoutInMillis', 'PayloadFormatVersion']);
  const isDefault = properties['Path'] === undefined && properties['Method'] === undefined;
  const { apiId, path, method } = placeOf(
    id,
    name,
    isDefault ? { ...properties, Path: '/$default', Method: 'any' } : properties,
    'ApiId',
    'AWS::Serverless::HttpApi',
    IMPLICIT_HTTP_API,
    context,
  );
  const operation: JsonObject = {
    responses: {},
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: lambdaUri(target.arn),
      payloadFormatVersion: properties['PayloadFormatVersion'] ?? '2.0',
      ...(properties['TimeoutInMillis'] !== undefined && { timeoutInMillis: properties['TimeoutInMillis'] }),
    },
  };
  addRoute(context.httpRoutes, apiId, { path, method, operation, auth: authOf(id, name, properties) });
  const source = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${api}/*';
  return {
    [`${id}${name}Permission`]: permission(target, 'apigateway.amazonaws.com', {
      'Fn::Sub': [source, { api: { Ref: apiId } }],
    }),
  };
}

export function placeOf(
  id: string,
  name: string,
  properties: JsonObject,
  field: string,
  type: string,
  implicit: string,
  context: SamContext,
): { readonly apiId: string; readonly path: string; readonly method: string } {
  const given = properties[field];
  const apiId = given === undefined ? implicit : logicalIdOf(given);
  if (apiId === undefined || (given !== undefined && context.resources[apiId]?.Type !== type)) {
    throw unsupported(id, name, `${field} must be a Ref to an ${type} of the same template`);
  }
  const { Path, Method } = properties;
  if (typeof Path !== 'string' || typeof Method !== 'string') throw invalid(id, name, 'Path and Method are needed');
  return { apiId, path: Path, method: Method === '*' ? 'any' : Method.toLowerCase() };
}

export function authOf(id: string, name: string, properties: JsonObject): JsonObject | undefined {
  const auth = properties['Auth'];
  if (auth === undefined) return undefined;
  if (!isObject(auth)) throw invalid(id, name, 'Auth must be an object');
  checkEvent(id, name, auth, ['ApiKeyRequired', 'Authorizer', 'InvokeRole', 'OverrideApiAuth']);
  const authorizer = auth['Authorizer'];
  if (authorizer !== undefined && authorizer !== 'NONE' && authorizer !== 'AWS_IAM') {
    throw unsupported(id, name, `the authorizer ${String(authorizer)} is not supported: NONE and AWS_IAM are`);
  }
  return auth;
}

/** `method.request.querystring.q`, or an object with `Required` for it. */
function requestParameters(id: string, name: string, value: Json | undefined): JsonObject[] {
  const list = Array.isArray(value) ? (value as Json[]) : value === undefined ? [] : [value];
  return list.map((item): JsonObject => {
    const [key, options]: readonly [string, Json] = isObject(item)
      ? (Object.entries(item)[0] ?? ['', {}])
      : [String(item), {}];
    const match = /^method\.request\.(querystring|path|header)\.(.+)$/.exec(key);
    if (!match) throw invalid(id, name, `the request parameter ${key} is not valid`);
    const place = match[1] === 'querystring' ? 'query' : (match[1] as string);
    const required = place === 'path' || (isObject(options) && options['Required'] === true);
    return { name: match[2] as string, in: place, required, type: 'string' };
  });
}
