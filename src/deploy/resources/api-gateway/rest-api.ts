/** AWS::ApiGateway::RestApi, empty or from an OpenAPI body. */
import type { Json, JsonObject } from '../../../asl/json.ts';
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  tagMap,
  textOf,
} from '../../resource-provider.ts';
import { readObject } from '../read-object.ts';
import { isOwn, stackTags } from '../stack-tags.ts';

export const restApi: ResourceProvider = {
  type: 'AWS::ApiGateway::RestApi',
  properties: new Set([
    'Name',
    'Description',
    'Body',
    'BodyS3Location',
    'BinaryMediaTypes',
    'EndpointConfiguration',
    'ApiKeySourceType',
    'MinimumCompressionSize',
    'Parameters',
    'Policy',
    'FailOnWarnings',
    'DisableExecuteApiEndpoint',
    'Tags',
    'Mode',
  ]),
  requires: [
    ['apigateway', 'CreateRestApi'],
    ['apigateway', 'PutRestApi'],
  ],
  async create(request) {
    const { properties, services } = request;
    const existing = await findOwn(request);
    const made =
      existing ??
      (await services.call('apigateway', 'CreateRestApi', {
        ...pick(lowerFirst(properties), [
          'description',
          'binaryMediaTypes',
          'minimumCompressionSize',
          'disableExecuteApiEndpoint',
        ]),
        name: textOf(properties, 'Name') ?? request.generatedName,
        apiKeySource: properties['ApiKeySourceType'],
        endpointConfiguration:
          properties['EndpointConfiguration'] && lowerFirst(properties['EndpointConfiguration'] as JsonObject),
        ...(properties['Policy'] !== undefined && { policy: JSON.stringify(properties['Policy']) }),
        tags: { ...tagMap(properties['Tags']), ...stackTags(request) },
      }));
    const id = String(made['id']);
    await putBody(id, request);
    return instance(id, String(made['rootResourceId']));
  },
  async update(request, previous) {
    const { properties, services } = request;
    const restApiId = previous.physicalId;
    const patchOperations: object[] = [];
    const replace = (path: string, value: Json | undefined): void => {
      if (value !== undefined) patchOperations.push({ op: 'replace', path, value: String(value) });
    };
    replace('/name', properties['Name']);
    replace('/description', properties['Description']);
    replace('/apiKeySource', properties['ApiKeySourceType']);
    replace('/disableExecuteApiEndpoint', properties['DisableExecuteApiEndpoint']);
    for (const type of (properties['BinaryMediaTypes'] ?? []) as string[]) {
      patchOperations.push({
        op: 'add',
        path: `/binaryMediaTypes/${type.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      });
    }
    await services.call('apigateway', 'UpdateRestApi', { restApiId, patchOperations });
    await putBody(restApiId, request);
    return previous;
  },
  async delete({ services }, { physicalId }) {
    await services.attempt('apigateway', 'DeleteRestApi', { restApiId: physicalId }, ['NotFoundException']);
  },
};

/** What an interrupted creation made: names of APIs are not unique, the stack's tags are. */
async function findOwn(request: ResourceRequest): Promise<JsonObject | undefined> {
  const { items = [] } = (await request.services.call('apigateway', 'GetRestApis', { limit: 500 })) as {
    items?: JsonObject[];
  };
  return items.find((item) => isOwn(request, (item['tags'] ?? {}) as Record<string, string>));
}

async function putBody(restApiId: string, request: ResourceRequest): Promise<void> {
  const { Body, BodyS3Location, Mode, Parameters, FailOnWarnings } = request.properties;
  const body = Body !== undefined ? Buffer.from(JSON.stringify(Body)) : await bodyFromS3(request, BodyS3Location);
  if (body === undefined) return;
  await request.services.call('apigateway', 'PutRestApi', {
    restApiId,
    mode: Mode ?? 'overwrite',
    body,
    ...(Parameters !== undefined && { parameters: Parameters }),
    ...(FailOnWarnings !== undefined && { failOnWarnings: FailOnWarnings === true || FailOnWarnings === 'true' }),
  });
}

export async function bodyFromS3(
  request: Pick<ResourceRequest, 'services'>,
  location: Json | undefined,
): Promise<Uint8Array | undefined> {
  if (location === undefined) return undefined;
  const { Bucket, Key } = location as JsonObject;
  return readObject(request, String(Bucket), String(Key));
}

function instance(id: string, rootResourceId: string): ResourceInstance {
  return { physicalId: id, ref: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
}

/** The API spells members with a small first letter. */
export function lowerFirst(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), member]),
  );
}
