/**
 * Which integrations a Task may name. What AWS does not have is refused at creation; what AWS has and nobody here answers for is let in with a
 * warning, and a run that gets there fails with the same words.
 */
import type { ServiceIntegration } from '../asl/state-machine.ts';
import { loadServiceModel } from '../gateway/service-model.ts';
import type { AwsCaller } from './aws-caller.ts';
import { AWS_SDK, findSdkOperation } from './aws-sdk.ts';
import type { Connector } from './connector.ts';
import { thinIntegrations } from './optimised-integrations.ts';
import { calledAs } from './sdk-services.ts';

export interface IntegrationCatalogue {
  /** `true`: somebody answers. `false`: AWS would not know it either. A text: AWS has it, and why it cannot be used here. */
  verdict(integration: ServiceIntegration): boolean | string;
}

export function createIntegrationCatalogue(
  caller: AwsCaller,
  connectors: ReadonlyMap<string, Connector>,
): IntegrationCatalogue {
  return {
    verdict: (integration) =>
      integration.service.startsWith(AWS_SDK)
        ? sdkVerdict(integration, caller)
        : optimisedVerdict(integration, caller, connectors),
  };
}

function absent(integration: ServiceIntegration): string {
  return `Stepwell does not support ${integration.resourceType}:${integration.resource}: nothing here would answer the task.`;
}

function sdkVerdict(integration: ServiceIntegration, caller: AwsCaller): boolean | string {
  const found = findSdkOperation(integration, caller);
  if (found === 'UnknownAction') return false;
  if (found === 'UnknownService') {
    return `${absent(integration)} A server started with --remote ${integration.service.slice(AWS_SDK.length)}=aws has it call AWS.`;
  }
  return caller.supports(calledAs(found.model), found.operation.name) || absent(integration);
}

function optimisedVerdict(
  integration: ServiceIntegration,
  caller: AwsCaller,
  connectors: ReadonlyMap<string, Connector>,
): boolean | string {
  const name = `${integration.service}:${integration.action}`;
  const connector = connectors.get(name);
  if (!connector?.patterns.includes(integration.pattern)) return absent(integration);
  const thin = thinIntegrations.find((one) => one.resource === name);
  if (!thin) return true;
  const { endpointPrefix } = loadServiceModel(thin.model);
  return caller.supports(endpointPrefix, thin.operation) || absent(integration);
}
