/** AWS::ApiGateway::Stage. */
import type { JsonObject } from '../../../asl/json.ts';
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, tagMap } from '../../resource-provider.ts';

export const apiStage: ResourceProvider = {
  type: 'AWS::ApiGateway::Stage',
  properties: new Set([
    'StageName',
    'RestApiId',
    'DeploymentId',
    'Description',
    'Variables',
    'MethodSettings',
    'TracingEnabled',
    'AccessLogSetting',
    'CacheClusterEnabled',
    'CacheClusterSize',
    'DocumentationVersion',
    'Tags',
  ]),
  requires: [['apigateway', 'CreateStage']],
  async create(request) {
    const { properties, services } = request;
    const made = await services.attempt(
      'apigateway',
      'CreateStage',
      {
        restApiId: properties['RestApiId'],
        stageName: properties['StageName'],
        deploymentId: properties['DeploymentId'],
        tags: tagMap(properties['Tags']),
      },
      ['ConflictException'],
    );
    await configure(request, made === undefined);
    return instance(properties);
  },
  async update(request, previous) {
    const { StageName, RestApiId } = request.properties;
    if (StageName !== previous.physicalId || RestApiId !== previous.attributes['RestApiId']) return 'REPLACE';
    await configure(request, true);
    return previous;
  },
  async delete({ services }, { physicalId, attributes }) {
    const params = { restApiId: attributes['RestApiId'], stageName: physicalId };
    await services.attempt('apigateway', 'DeleteStage', params, ['NotFoundException']);
  },
};

async function configure({ properties, services }: ResourceRequest, setsDeployment: boolean): Promise<void> {
  const patchOperations: { op: string; path: string; value: string }[] = [];
  const replace = (path: string, value: unknown): void => {
    if (value !== undefined) patchOperations.push({ op: 'replace', path, value: String(value) });
  };
  if (setsDeployment) replace('/deploymentId', properties['DeploymentId']);
  replace('/description', properties['Description']);
  replace('/tracingEnabled', properties['TracingEnabled']);
  replace('/cacheClusterEnabled', properties['CacheClusterEnabled']);
  replace('/cacheClusterSize', properties['CacheClusterSize']);
  replace('/documentationVersion', properties['DocumentationVersion']);
  for (const [name, value] of Object.entries((properties['Variables'] ?? {}) as JsonObject))
    replace(`/variables/${name}`, value);
  const { DestinationArn, Format } = (properties['AccessLogSetting'] ?? {}) as JsonObject;
  replace('/accessLogSettings/destinationArn', DestinationArn);
  replace('/accessLogSettings/format', Format);
  for (const setting of (properties['MethodSettings'] ?? []) as JsonObject[]) methodSetting(setting, replace);
  if (patchOperations.length === 0) return;
  await services.call('apigateway', 'UpdateStage', {
    restApiId: properties['RestApiId'],
    stageName: properties['StageName'],
    patchOperations,
  });
}

function methodSetting(setting: JsonObject, replace: (path: string, value: unknown) => void): void {
  const resource = String(setting['ResourcePath'] ?? '/*')
    .replace(/^\/(?=\*)/, '')
    .replaceAll('/', '~1');
  const base = `/${resource}/${String(setting['HttpMethod'] ?? '*')}`;
  replace(`${base}/metrics/enabled`, setting['MetricsEnabled']);
  replace(`${base}/logging/loglevel`, setting['LoggingLevel']);
  replace(`${base}/logging/dataTrace`, setting['DataTraceEnabled']);
  replace(`${base}/throttling/burstLimit`, setting['ThrottlingBurstLimit']);
  replace(`${base}/throttling/rateLimit`, setting['ThrottlingRateLimit']);
  replace(`${base}/caching/enabled`, setting['CachingEnabled']);
  replace(`${base}/caching/ttlInSeconds`, setting['CacheTtlInSeconds']);
  replace(`${base}/caching/dataEncrypted`, setting['CacheDataEncrypted']);
}

function instance(properties: JsonObject): ResourceInstance {
  const name = String(properties['StageName']);
  return { physicalId: name, ref: name, attributes: { RestApiId: properties['RestApiId'] ?? null } };
}
