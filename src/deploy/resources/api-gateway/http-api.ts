/** AWS::ApiGatewayV2::Api: HTTP APIs, from properties or from an OpenAPI body. */
import type { JsonObject } from '../../../asl/json.ts';
import { pick, type ResourceInstance, type ResourceProvider, type ResourceRequest } from '../../resource-provider.ts';
import { isOwn, stackTags } from '../stack-tags.ts';
import { bodyFromS3 } from './rest-api.ts';

const PASSED_ON = [
  'Description',
  'Version',
  'CorsConfiguration',
  'DisableExecuteApiEndpoint',
  'Target',
  'RouteKey',
  'CredentialsArn',
];

export const httpApi: ResourceProvider = {
  type: 'AWS::ApiGatewayV2::Api',
  properties: new Set([
    ...PASSED_ON,
    'Name',
    'ProtocolType',
    'Body',
    'BodyS3Location',
    'Tags',
    'FailOnWarnings',
    'RouteSelectionExpression',
  ]),
  requires: [['apigatewayv2', 'CreateApi']],
  async create(request) {
    const { properties, services } = request;
    const existing = ((await services.call('apigatewayv2', 'GetApis', {}))['Items'] as JsonObject[]).find((item) =>
      isOwn(request, (item['Tags'] ?? {}) as Record<string, string>),
    );
    const made =
      existing ??
      (await services.call('apigatewayv2', 'CreateApi', {
        ...pick(properties, PASSED_ON),
        Name: properties['Name'] ?? request.generatedName,
        ProtocolType: properties['ProtocolType'] ?? 'HTTP',
        Tags: { ...((properties['Tags'] ?? {}) as JsonObject), ...stackTags(request) },
      }));
    await putBody(String(made['ApiId']), request);
    return instance(made);
  },
  async update(request, previous) {
    const { properties, services } = request;
    const { Target, RouteKey, CredentialsArn } = properties;
    if (Target !== undefined || RouteKey !== undefined || CredentialsArn !== undefined) return 'REPLACE';
    await services.call('apigatewayv2', 'UpdateApi', {
      ...pick(properties, [...PASSED_ON, 'Name']),
      ApiId: previous.physicalId,
    });
    await putBody(previous.physicalId, request);
    return previous;
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('apigatewayv2', 'DeleteApi', { ApiId: physicalId }, ['NotFoundException']);
  },
};

async function putBody(ApiId: string, request: ResourceRequest): Promise<void> {
  const { Body, BodyS3Location } = request.properties;
  const bytes = Body === undefined ? await bodyFromS3(request, BodyS3Location) : undefined;
  const body = Body === undefined ? bytes && Buffer.from(bytes).toString('utf8') : JSON.stringify(Body);
  if (body !== undefined) await request.services.call('apigatewayv2', 'ReimportApi', { ApiId, Body: body });
}

function instance(made: Readonly<Record<string, unknown>>): ResourceInstance {
  const id = String(made['ApiId']);
  return { physicalId: id, ref: id, attributes: { ApiId: id, ApiEndpoint: String(made['ApiEndpoint']) } };
}
