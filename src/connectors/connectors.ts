/** All connectors, and the catalogue of what they can do. */
import type { ResourceRef } from '../asl/state-machine.ts';
import type { Clock } from '../runtime/clock.ts';
import { absentIntegration } from './absent-integration.ts';
import { activity } from './activity.ts';
import type { ActivityQueue } from './activity-queue.ts';
import { apigatewayInvoke } from './apigateway-invoke.ts';
import type { AwsCaller } from './aws-caller.ts';
import { AWS_SDK, awsSdk } from './aws-sdk.ts';
import type { Connector, ConnectorRegistry } from './connector.ts';
import type { EmbeddedApis } from './embedded-api.ts';
import type { SendHttp } from './http-exchange.ts';
import { httpInvoke } from './http-invoke.ts';
import { createIntegrationCatalogue, type IntegrationCatalogue } from './integration-catalogue.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaInvoke } from './lambda-invoke.ts';
import { thinIntegrations } from './optimised-integrations.ts';
import { type AwaitExecution, startExecution } from './start-execution.ts';
import { thinIntegration } from './thin-integration.ts';

export interface ConnectorsOptions {
  readonly caller: AwsCaller;
  readonly clock: Clock;
  readonly activityQueue: ActivityQueue;
  readonly activityExists: (activityArn: string) => boolean;
  /** The engine's `awaitEnd`: for children that a task waits for. */
  readonly awaitExecution: AwaitExecution;
  /** The APIs of this server. */
  readonly apis: EmbeddedApis;
  readonly sendHttp: SendHttp;
}

export interface Connectors extends ConnectorRegistry {
  readonly catalogue: IntegrationCatalogue;
}

export function createConnectors(options: ConnectorsOptions): Connectors {
  const { caller, clock, activityQueue, activityExists, awaitExecution, apis, sendHttp } = options;
  const all: readonly Connector[] = [
    activity(activityQueue, activityExists),
    apigatewayInvoke({ apis, sendHttp }),
    awsSdk(caller),
    httpInvoke({ caller, apis, sendHttp, clock }),
    lambdaFunction(caller),
    lambdaInvoke(caller, clock),
    startExecution(caller, clock, awaitExecution),
    ...thinIntegrations.map((integration) => thinIntegration(integration, caller, clock)),
  ];
  const byResource = new Map(all.map((connector) => [connector.resource, connector]));
  const catalogue = createIntegrationCatalogue(caller, byResource);
  return {
    find(resource) {
      const verdict = resource.type === 'integration' ? catalogue.verdict(resource) : true;
      if (typeof verdict === 'string') return absentIntegration(resource.arn, verdict);
      return byResource.get(keyOf(resource));
    },
    catalogue,
  };
}

function keyOf(resource: ResourceRef): string {
  if (resource.type !== 'integration') return resource.type;
  return resource.service.startsWith(AWS_SDK) ? `${AWS_SDK}*` : `${resource.service}:${resource.action}`;
}
