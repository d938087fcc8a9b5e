/** Which resources a Task may name: what creation refuses, no execution ever meets. */
import type { ResourceRef, ServiceIntegration } from '../asl/state-machine.ts';
import { loadServiceModel } from '../gateway/service-model.ts';
import type { AwsCaller } from './aws-caller.ts';
import { AWS_SDK, findSdkOperation } from './aws-sdk.ts';
import type { Connector } from './connector.ts';
import { absentServices, thinIntegrations } from './optimised-integrations.ts';

export interface IntegrationCatalogue {
  /** Why a resource cannot be used; `undefined` if it can. */
  refuse(resource: ResourceRef): string | undefined;
}

export function createIntegrationCatalogue(
  caller: AwsCaller,
  connectors: ReadonlyMap<string, Connector>,
): IntegrationCatalogue {
  return {
    refuse(resource) {
      if (resource.type !== 'integration') return undefined;
      return resource.service.startsWith(AWS_SDK)
        ? refuseSdk(resource, caller)
        : refuseOptimised(resource, caller, connectors);
    },
  };
}

function unrecognised(arn: string): string {
  return `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
}

function absent(what: string): string {
  return `Stepwell has no integration with ${what}: nothing would answer the task.`;
}

function refuseSdk(resource: ServiceIntegration, caller: AwsCaller): string | undefined {
  if (resource.pattern === 'RUN_JOB') return unrecognised(resource.arn);
  const found = findSdkOperation(resource);
  if (!found) return unrecognised(resource.arn);
  const { model, operation } = found;
  return caller.supports(model.endpointPrefix, operation.name)
    ? undefined
    : absent(`${model.serviceId} ${operation.name}`);
}

function refuseOptimised(
  resource: ServiceIntegration,
  caller: AwsCaller,
  connectors: ReadonlyMap<string, Connector>,
): string | undefined {
  const name = `${resource.service}:${resource.action}`;
  const connector = connectors.get(name);
  if (!connector) return absentServices.has(resource.service) ? absent(name) : unrecognised(resource.arn);
  if (!connector.patterns.includes(resource.pattern)) return unrecognised(resource.arn);
  const thin = thinIntegrations.find((one) => one.resource === name);
  if (!thin) return undefined;
  const { endpointPrefix } = loadServiceModel(thin.model);
  return caller.supports(endpointPrefix, thin.operation) ? undefined : absent(name);
}
