import { badRequest } from './http-api-errors.ts';
import type { HttpApi, HttpDeployment, HttpStage } from './http-api-record.ts';

export interface StageInput {
  readonly StageName: string;
  readonly AutoDeploy?: boolean;
  readonly DeploymentId?: string;
  readonly Description?: string;
  readonly StageVariables?: Readonly<Record<string, string>>;
  readonly DefaultRouteSettings?: unknown;
  readonly RouteSettings?: unknown;
  readonly AccessLogSettings?: unknown;
  readonly Tags?: Readonly<Record<string, string>>;
}

export function stageOf(input: StageInput, createdMs: number, updatedMs: number): HttpStage {
  if (!/^(?:\$default|[A-Za-z0-9_-]{1,128})$/.test(input.StageName))
    throw badRequest('Stage name only allows a-zA-Z0-9_- or $default');
  const { StageName, DeploymentId, Description, StageVariables, DefaultRouteSettings, RouteSettings } = input;
  return {
    StageName,
    AutoDeploy: input.AutoDeploy ?? false,
    DeploymentId,
    Description,
    StageVariables,
    DefaultRouteSettings,
    RouteSettings,
    AccessLogSettings: input.AccessLogSettings,
    Tags: input.Tags,
    createdMs,
    updatedMs,
  };
}

export function deploymentOf(
  api: HttpApi,
  id: string,
  Description: string | undefined,
  createdMs: number,
): HttpDeployment {
  return { DeploymentId: id, Description, createdMs, routes: api.routes, integrations: api.integrations };
}
