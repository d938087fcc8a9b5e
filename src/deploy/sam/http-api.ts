/** `AWS::Serverless::HttpApi`, and the one that `HttpApi` events without an API share. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { codeLocation } from './code-location.ts';
import { checkProperties } from './property-check.ts';
import type { ApiRoute, SamContext } from './sam-context.ts';
import type { Expansion } from './transform.ts';

const OF_STAGE = ['StageVariables', 'DefaultRouteSettings', 'RouteSettings', 'AccessLogSettings'];
const KNOWN = new Set([
  ...OF_STAGE,
  'Name',
  'Description',
  'StageName',
  'DefinitionBody',
  'DefinitionUri',
  'CorsConfiguration',
  'DisableExecuteApiEndpoint',
  'FailOnWarnings',
  'Tags',
]);

export function transformHttpApi(id: string, resource: TemplateResource, context: SamContext): Expansion {
  checkProperties(id, resource, KNOWN);
  const given = resource.Properties;
  const routes = context.httpRoutes.get(id) ?? [];
  const properties: Record<string, Json> = {};
  for (const name of ['Description', 'DisableExecuteApiEndpoint', 'Tags', 'FailOnWarnings', 'Name']) {
    if (given[name] !== undefined) properties[name] = given[name];
  }
  if (given['DefinitionUri'] === undefined) properties['Body'] = bodyOf(id, given, routes);
  else if (routes.length > 0) {
    throw new DeployError('UNSUPPORTED', `[/Resources/${id}] events need a DefinitionBody instead of a DefinitionUri`);
  } else {
    const { S3Bucket, S3Key } = codeLocation(given['DefinitionUri'], `[/Resources/${id}/Properties/DefinitionUri]`);
    properties['BodyS3Location'] = { Bucket: S3Bucket!, Key: S3Key! };
  }
  const stageName = given['StageName'] ?? '$default';
  const stageId =
    stageName === '$default'
      ? `${id}ApiGatewayDefaultStage`
      : typeof stageName === 'string'
        ? `${id}${stageName.replaceAll(/[^A-Za-z0-9]/g, '')}Stage`
        : `${id}Stage`;
  context.aliases.set(`${id}.Stage`, stageId);
  const stage: Record<string, Json> = { ApiId: { Ref: id }, StageName: stageName, AutoDeploy: true };
  for (const name of OF_STAGE) if (given[name] !== undefined) stage[name] = given[name];
  return {
    [id]: { ...resource, Type: 'AWS::ApiGatewayV2::Api', Properties: properties },
    [stageId]: { Type: 'AWS::ApiGatewayV2::Stage', Properties: stage, DependsOn: [] },
  };
}

function bodyOf(id: string, given: JsonObject, routes: readonly ApiRoute[]): JsonObject {
  const definition = given['DefinitionBody'];
  const base: JsonObject = isObject(definition)
    ? definition
    : { openapi: '3.0.1', info: { version: '1.0', title: given['Name'] ?? { Ref: 'AWS::StackName' } }, paths: {} };
  const paths: Record<string, Json> = { ...(isObject(base['paths']) ? base['paths'] : {}) };
  for (const { path, method, operation, auth } of routes) {
    const authorizer = auth?.['Authorizer'];
    if (authorizer !== undefined && authorizer !== 'NONE') {
      throw new DeployError(
        'UNSUPPORTED',
        `[/Resources/${id}] the authorizer ${String(authorizer)} of ${method} ${path} is not supported`,
      );
    }
    const item = isObject(paths[path]) ? paths[path] : {};
    const name = method === 'any' ? 'x-amazon-apigateway-any-method' : method;
    paths[path] = { ...item, [name]: { ...(isObject(item[name]) ? item[name] : {}), ...operation } };
  }
  const cors = given['CorsConfiguration'];
  return { ...base, paths, ...(cors !== undefined && { 'x-amazon-apigateway-cors': corsOf(cors) }) };
}

/** `true` lets everybody in. */
function corsOf(cors: Json): Json {
  if (cors === true || cors === 'true') return { allowOrigins: ['*'], allowHeaders: ['*'], allowMethods: ['*'] };
  if (!isObject(cors)) return {};
  return Object.fromEntries(
    Object.entries(cors).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}
