import type { HttpApi, HttpDeployment, HttpStage } from './http-api-record.ts';

/** `baseUrl` is how the client reached us: the API is called the same way. */
export function apiView(api: HttpApi, baseUrl: string): object {
  return {
    ApiId: api.id,
    ApiEndpoint: `${baseUrl}/_stepwell/apis/${api.id}`,
    ApiKeySelectionExpression: '$request.header.x-api-key',
    CorsConfiguration: api.cors,
    CreatedDate: new Date(api.createdMs),
    Description: api.description,
    DisableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    IpAddressType: 'ipv4',
    Name: api.name,
    ProtocolType: 'HTTP',
    RouteSelectionExpression: '$request.method $request.path',
    Tags: api.tags,
    Version: api.version,
  };
}

export function stageView({ createdMs, updatedMs, ...stage }: HttpStage): object {
  return {
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
    RouteSettings: {},
    StageVariables: {},
    Tags: {},
    ...stage,
    CreatedDate: new Date(createdMs),
    LastUpdatedDate: new Date(updatedMs),
  };
}

export function deploymentView({ DeploymentId, Description, createdMs }: HttpDeployment): object {
  return {
    AutoDeployed: false,
    CreatedDate: new Date(createdMs),
    DeploymentId,
    DeploymentStatus: 'DEPLOYED',
    Description,
  };
}
