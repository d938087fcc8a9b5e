import type { Operation } from '../../../gateway/operation.ts';
import { badRequest } from '../rest-api-errors.ts';
import type { Deployment, RestApi, Texts } from '../rest-api-record.ts';
import type { RestApiStore } from '../rest-api-store.ts';
import { checkStageName, newStage } from '../stage.ts';
import { deploymentView } from '../views.ts';

export interface CreateDeploymentInput {
  readonly restApiId: string;
  readonly stageName?: string;
  readonly stageDescription?: string;
  readonly description?: string;
  readonly cacheClusterEnabled?: boolean;
  readonly cacheClusterSize?: string;
  readonly variables?: Texts;
  readonly tracingEnabled?: boolean;
}

export function createDeployment(store: RestApiStore): Operation<CreateDeploymentInput> {
  return (input, context) =>
    store.exclusively(input.restApiId, async () => {
      const api = store.require(input.restApiId, context);
      checkDeployable(api);
      const nowMs = store.clock.now();
      const deployment: Deployment = { id: store.newId(6), description: input.description, createdMs: nowMs };
      const deployments = { ...api.deployments, [deployment.id]: deployment };
      await store.saveDeployment(
        { ...api, deployments, stages: stages(api, input, deployment.id, nowMs) },
        deployment.id,
      );
      return deploymentView(deployment);
    });
}

function checkDeployable({ resources }: RestApi): void {
  const methods = Object.values(resources).flatMap(({ resourceMethods }) => Object.values(resourceMethods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some(({ methodIntegration }) => !methodIntegration))
    throw badRequest('No integration defined for method');
}

function stages(api: RestApi, input: CreateDeploymentInput, deploymentId: string, nowMs: number): RestApi['stages'] {
  const { stageName, stageDescription, variables, tracingEnabled, cacheClusterEnabled, cacheClusterSize } = input;
  if (stageName === undefined || stageName === '') return api.stages;
  checkStageName(stageName);
  const before = Object.hasOwn(api.stages, stageName) ? api.stages[stageName] : undefined;
  const stage = before
    ? { ...before, deploymentId, ...(variables && { variables }), updatedMs: nowMs }
    : newStage(
        {
          stageName,
          deploymentId,
          description: stageDescription,
          variables,
          tracingEnabled,
          cacheClusterEnabled,
          cacheClusterSize,
        },
        nowMs,
      );
  return { ...api.stages, [stageName]: stage };
}
