/** AWS::ApiGateway::Method with its integration and responses, put as a whole. */
import type { Json, JsonObject } from '../../../asl/json.ts';
import { DeployError } from '../../deploy-error.ts';
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../../resource-provider.ts';
import { lowerFirst } from './rest-api.ts';

const GONE = ['NotFoundException'];
const INTEGRATION = new Set([
  'Type',
  'IntegrationHttpMethod',
  'Uri',
  'ConnectionType',
  'ConnectionId',
  'Credentials',
  'RequestParameters',
  'RequestTemplates',
  'PassthroughBehavior',
  'CacheNamespace',
  'CacheKeyParameters',
  'ContentHandling',
  'TimeoutInMillis',
  'IntegrationResponses',
]);

export const apiMethod: ResourceProvider = {
  type: 'AWS::ApiGateway::Method',
  properties: new Set([
    'RestApiId',
    'ResourceId',
    'HttpMethod',
    'AuthorizationType',
    'AuthorizationScopes',
    'AuthorizerId',
    'ApiKeyRequired',
    'OperationName',
    'RequestParameters',
    'RequestModels',
    'RequestValidatorId',
    'Integration',
    'MethodResponses',
  ]),
  requires: [['apigateway', 'PutMethod']],
  create: put,
  async update(request, previous) {
    const { RestApiId, ResourceId, HttpMethod } = request.properties;
    const place = `${String(RestApiId)}/${String(ResourceId)}/${String(HttpMethod)}`;
    return place === previous.physicalId ? put(request) : 'REPLACE';
  },
  async delete({ services }, { physicalId }) {
    const [restApiId, resourceId, httpMethod] = physicalId.split('/');
    await services.attempt('apigateway', 'DeleteMethod', { restApiId, resourceId, httpMethod }, GONE);
  },
};

async function put({ properties, services }: ResourceRequest): Promise<ResourceInstance> {
  const {
    RestApiId: restApiId,
    ResourceId: resourceId,
    HttpMethod: httpMethod,
    Integration,
    MethodResponses,
    ...rest
  } = properties;
  const address = { restApiId, resourceId, httpMethod };
  await services.attempt('apigateway', 'DeleteMethod', address, GONE);
  await services.call('apigateway', 'PutMethod', {
    authorizationType: 'NONE',
    ...lowerFirst(rest),
    ...address,
    requestParameters: booleans(rest['RequestParameters']),
    apiKeyRequired: isTrue(rest['ApiKeyRequired']),
  });
  for (const response of (MethodResponses ?? []) as JsonObject[]) {
    await services.call('apigateway', 'PutMethodResponse', {
      ...lowerFirst(response),
      ...address,
      statusCode: String(response['StatusCode']),
      responseParameters: booleans(response['ResponseParameters']),
    });
  }
  if (Integration !== undefined) {
    const { IntegrationResponses, TimeoutInMillis, ...integration } = Integration as JsonObject;
    for (const name of Object.keys(Integration as JsonObject)) {
      if (!INTEGRATION.has(name))
        throw new DeployError('UNSUPPORTED', `Integration/${name} is not supported for AWS::ApiGateway::Method`);
    }
    await services.call('apigateway', 'PutIntegration', {
      ...lowerFirst(integration),
      ...address,
      ...(TimeoutInMillis !== undefined && { timeoutInMillis: Number(TimeoutInMillis) }),
    });
    for (const response of (IntegrationResponses ?? []) as JsonObject[]) {
      const statusCode = String(response['StatusCode']);
      // Many templates leave the method's responses out where the integration has them; AWS wants both, and says so.
      await services.call('apigateway', 'PutIntegrationResponse', { ...lowerFirst(response), ...address, statusCode });
    }
  }
  const id = `${String(restApiId)}/${String(resourceId)}/${String(httpMethod)}`;
  return { physicalId: id, ref: id, attributes: {} };
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}

function booleans(value: Json | undefined): Record<string, boolean> | undefined {
  if (value === undefined) return undefined;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, one]) => [name, isTrue(one)]));
}
