/** `AWS::Serverless::Api`, and the API that events without one of their own share: a REST API with its deployment and stage. */
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { codeLocation } from './code-location.ts';
import { withCorsMethods } from './cors-methods.ts';
import { checkProperties } from './property-check.ts';
import type { ApiRoute, SamContext } from './sam-context.ts';
import type { Expansion } from './transform.ts';
import { usagePlanOf } from './usage-plan.ts';

const PASSED_ON = [
  'Name',
  'Description',
  'MinimumCompressionSize',
  'ApiKeySourceType',
  'DisableExecuteApiEndpoint',
  'FailOnWarnings',
  'Mode',
];
const OF_STAGE: Readonly<Record<string, string>> = {
  Variables: 'Variables',
  MethodSettings: 'MethodSettings',
  TracingEnabled: 'TracingEnabled',
  AccessLogSetting: 'AccessLogSetting',
  CacheClusterEnabled: 'CacheClusterEnabled',
  CacheClusterSize: 'CacheClusterSize',
};
const KNOWN = new Set([
  ...PASSED_ON,
  ...Object.keys(OF_STAGE),
  'StageName',
  'DefinitionBody',
  'DefinitionUri',
  'EndpointConfiguration',
  'BinaryMediaTypes',
  'Cors',
  'Auth',
  'GatewayResponses',
  'Models',
  'OpenApiVersion',
  'Tags',
  'AlwaysDeploy',
]);

export function transformRestApi(id: string, resource: TemplateResource, context: SamContext): Expansion {
  checkProperties(id, resource, KNOWN);
  const given = resource.Properties;
  const stageName = given['StageName'];
  if (stageName === undefined)
    throw new DeployError('INVALID_TEMPLATE', `[/Resources/${id}] Missing required property 'StageName'.`);
  const properties: Record<string, Json> = {};
  for (const name of PASSED_ON) if (given[name] !== undefined) properties[name] = given[name];
  const body = bodyOf(id, given, context.restRoutes.get(id) ?? []);
  if (body !== undefined) properties['Body'] = body;
  else {
    const { S3Bucket, S3Key } = codeLocation(given['DefinitionUri']!, `[/Resources/${id}/Properties/DefinitionUri]`);
    properties['BodyS3Location'] = { Bucket: S3Bucket!, Key: S3Key! };
  }
  if (given['BinaryMediaTypes'] !== undefined) {
    // SAM writes slashes as ~1.
    properties['BinaryMediaTypes'] = (given['BinaryMediaTypes'] as Json[]).map((type) =>
      typeof type === 'string' ? type.replaceAll('~1', '/') : type,
    );
  }
  const endpoint = given['EndpointConfiguration'];
  if (endpoint !== undefined)
    properties['EndpointConfiguration'] = { Types: [isObject(endpoint) ? (endpoint['Type'] ?? 'EDGE') : endpoint] };
  if (isObject(given['Tags']))
    properties['Tags'] = Object.entries(given['Tags']).map(([Key, Value]) => ({ Key, Value }));
  return withStage(
    id,
    stageName,
    { ...resource, Type: 'AWS::ApiGateway::RestApi', Properties: properties },
    given,
    context,
  );
}

/** A deployment's logical id follows from what it deploys: another body is another deployment. */
function withStage(
  id: string,
  stageName: Json,
  api: TemplateResource,
  given: JsonObject,
  context: SamContext,
): Expansion {
  const digest = createHash('sha1').update(JSON.stringify(api.Properties)).digest('hex').slice(0, 10);
  const deploymentId = `${id}Deployment${digest}`;
  const stageId =
    typeof stageName === 'string' ? `${id}${stageName.replaceAll(/[^A-Za-z0-9]/g, '')}Stage` : `${id}Stage`;
  context.aliases.set(`${id}.Stage`, stageId);
  context.aliases.set(`${id}.Deployment`, deploymentId);
  const stage: Record<string, Json> = {
    StageName: stageName,
    RestApiId: { Ref: id },
    DeploymentId: { Ref: deploymentId },
  };
  for (const [from, to] of Object.entries(OF_STAGE)) if (given[from] !== undefined) stage[to] = given[from];
  const description = `RestApi deployment id: ${digest}`;
  return {
    [id]: api,
    [deploymentId]: {
      Type: 'AWS::ApiGateway::Deployment',
      Properties: { RestApiId: { Ref: id }, Description: description },
      DependsOn: [],
    },
    [stageId]: { Type: 'AWS::ApiGateway::Stage', Properties: stage, DependsOn: [] },
    ...usagePlanOf(id, stageId, given['Auth']),
  };
}

function bodyOf(id: string, given: JsonObject, routes: readonly ApiRoute[]): JsonObject | undefined {
  if (given['DefinitionUri'] !== undefined) {
    if (routes.length > 0 || given['Cors'] !== undefined || given['Auth'] !== undefined) {
      throw new DeployError(
        'UNSUPPORTED',
        `[/Resources/${id}] events, Cors and Auth need a DefinitionBody instead of a DefinitionUri`,
      );
    }
    return undefined;
  }
  const definition = given['DefinitionBody'];
  if (isObject(definition) && 'Fn::Transform' in definition) {
    throw new DeployError('UNSUPPORTED', `[/Resources/${id}/Properties/DefinitionBody] Fn::Transform is not supported`);
  }
  const base: JsonObject = isObject(definition)
    ? definition
    : { swagger: '2.0', info: { version: '1.0', title: given['Name'] ?? { Ref: 'AWS::StackName' } }, paths: {} };
  const defaults = defaultAuth(id, given['Auth']);
  let paths: Record<string, Json> = { ...(isObject(base['paths']) ? base['paths'] : {}) };
  for (const route of routes) paths = withRoute(paths, route, defaults);
  if (given['Cors'] !== undefined) paths = withCorsMethods(paths, given['Cors']);
  const isOld = base['openapi'] === undefined;
  const schemes = {
    api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
    AWS_IAM: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  };
  return {
    ...base,
    paths,
    ...(isOld
      ? {
          securityDefinitions: {
            ...schemes,
            ...(isObject(base['securityDefinitions']) ? base['securityDefinitions'] : {}),
          },
        }
      : { components: componentsOf(base, schemes) }),
    ...(isObject(given['Models']) &&
      isOld && { definitions: { ...(isObject(base['definitions']) ? base['definitions'] : {}), ...given['Models'] } }),
    ...(isObject(given['GatewayResponses']) && {
      'x-amazon-apigateway-gateway-responses': gatewayResponses(given['GatewayResponses']),
    }),
  };
}

function componentsOf(base: JsonObject, schemes: JsonObject): JsonObject {
  const components = isObject(base['components']) ? base['components'] : {};
  const own = isObject(components['securitySchemes']) ? components['securitySchemes'] : {};
  return { ...components, securitySchemes: { ...schemes, ...own } };
}

export interface DefaultAuth {
  readonly apiKeyRequired: boolean;
  readonly iam: boolean;
}

function defaultAuth(id: string, auth: Json | undefined): DefaultAuth {
  const given = isObject(auth) ? auth : {};
  const known = new Set([
    'ApiKeyRequired',
    'DefaultAuthorizer',
    'AddDefaultAuthorizerToCorsPreflight',
    'InvokeRole',
    'UsagePlan',
    'AddApiKeyRequiredToCorsPreflight',
  ]);
  const other = Object.keys(given).find((name) => !known.has(name));
  if (other !== undefined)
    throw new DeployError('UNSUPPORTED', `[/Resources/${id}/Properties/Auth/${other}] is not supported`);
  const authorizer = given['DefaultAuthorizer'];
  if (authorizer !== undefined && authorizer !== 'AWS_IAM' && authorizer !== 'NONE') {
    throw new DeployError(
      'UNSUPPORTED',
      `[/Resources/${id}/Properties/Auth/DefaultAuthorizer] only AWS_IAM is supported`,
    );
  }
  return { apiKeyRequired: given['ApiKeyRequired'] === true, iam: authorizer === 'AWS_IAM' };
}

function withRoute(
  paths: Readonly<Record<string, Json>>,
  { path, method, operation, auth }: ApiRoute,
  defaults: DefaultAuth,
): Record<string, Json> {
  const item = isObject(paths[path]) ? paths[path] : {};
  const name = method === 'any' ? 'x-amazon-apigateway-any-method' : method;
  const keyRequired = auth?.['ApiKeyRequired'] ?? defaults.apiKeyRequired;
  const isSigned = auth?.['Authorizer'] === undefined ? defaults.iam : auth['Authorizer'] === 'AWS_IAM';
  const security: JsonObject[] = [
    ...(isSigned ? [{ AWS_IAM: [] }] : []),
    ...(keyRequired === true ? [{ api_key: [] }] : []),
  ];
  const variables = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(
    (match): JsonObject => ({ name: match[1] as string, in: 'path', required: true, type: 'string' }),
  );
  const own = Array.isArray(operation['parameters']) ? (operation['parameters'] as JsonObject[]) : [];
  const parameters = [...variables.filter((one) => !own.some((other) => other['name'] === one['name'])), ...own];
  const existing = isObject(item[name]) ? item[name] : {};
  const merged: JsonObject = {
    ...existing,
    ...operation,
    ...(parameters.length > 0 && { parameters }),
    ...(security.length > 0 && { security }),
  };
  return { ...paths, [path]: { ...item, [name]: merged } };
}

/** SAM nests the headers, API Gateway wants them flat. */
function gatewayResponses(given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([type, value]): [string, Json] => {
      const { StatusCode, ResponseParameters, ResponseTemplates } = value as JsonObject;
      const headers =
        isObject(ResponseParameters) && isObject(ResponseParameters['Headers']) ? ResponseParameters['Headers'] : {};
      return [
        type,
        {
          ...(StatusCode !== undefined && { statusCode: String(StatusCode) }),
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, text]) => [`gatewayresponse.header.${name}`, text]),
          ),
          ...(ResponseTemplates !== undefined && { responseTemplates: ResponseTemplates }),
        },
      ];
    }),
  );
}
