/** Records as answers show them. */
import type { ApiKey, Deployment, Resource, RestApi, Stage, UsagePlan } from './rest-api-record.ts';

const time = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);

export function apiView(api: RestApi): object {
  return {
    id: api.id,
    name: api.name,
    description: api.description,
    createdDate: time(api.createdMs),
    version: api.version,
    warnings: api.warnings,
    binaryMediaTypes: api.binaryMediaTypes.length > 0 ? api.binaryMediaTypes : undefined,
    minimumCompressionSize: api.minimumCompressionSize,
    apiKeySource: api.apiKeySource,
    endpointConfiguration: api.endpointConfiguration,
    policy: api.policy,
    tags: api.tags,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    rootResourceId: api.rootResourceId,
    apiStatus: 'AVAILABLE',
  };
}

/** Methods are shown whole only to those who ask for them. */
export function resourceView({ resourceMethods, ...resource }: Resource, withMethods: boolean): object {
  const names = Object.keys(resourceMethods);
  if (names.length === 0) return resource;
  return {
    ...resource,
    resourceMethods: withMethods ? resourceMethods : Object.fromEntries(names.map((name) => [name, {}])),
  };
}

export function stageView({ createdMs, updatedMs, ...stage }: Stage): object {
  return { ...stage, createdDate: time(createdMs), lastUpdatedDate: time(updatedMs) };
}

export function deploymentView({ createdMs, ...deployment }: Deployment): object {
  return { ...deployment, createdDate: time(createdMs) };
}

export function keyView({ createdMs, updatedMs, value, account, region, ...key }: ApiKey, withValue: boolean): object {
  return { ...key, ...(withValue && { value }), createdDate: time(createdMs), lastUpdatedDate: time(updatedMs) };
}

export function planView({ keyIds, account, region, ...plan }: UsagePlan): object {
  return plan;
}
