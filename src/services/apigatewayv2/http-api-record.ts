/** What an HTTP API is made of, with the wire's member names. A stage that deploys itself serves what is there; another a deployment's copy. */

export interface Cors {
  readonly AllowCredentials?: boolean;
  readonly AllowHeaders?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowOrigins?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAge?: number;
}

export interface HttpIntegration {
  readonly IntegrationId: string;
  readonly IntegrationType: 'AWS_PROXY' | 'HTTP_PROXY';
  readonly IntegrationSubtype?: string;
  readonly IntegrationMethod?: string;
  readonly IntegrationUri?: string;
  readonly PayloadFormatVersion: string;
  readonly ConnectionType: string;
  readonly CredentialsArn?: string;
  readonly Description?: string;
  readonly RequestParameters?: Readonly<Record<string, string>>;
  readonly TimeoutInMillis: number;
  readonly ApiGatewayManaged?: boolean;
}

export interface HttpRoute {
  readonly RouteId: string;
  /** `GET /a/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly RouteKey: string;
  readonly Target?: string;
  readonly AuthorizationType: string;
  readonly ApiKeyRequired: boolean;
  readonly OperationName?: string;
  readonly ApiGatewayManaged?: boolean;
}

export interface HttpStage {
  readonly StageName: string;
  readonly AutoDeploy: boolean;
  readonly DeploymentId?: string;
  readonly Description?: string;
  readonly StageVariables?: Readonly<Record<string, string>>;
  readonly DefaultRouteSettings?: unknown;
  readonly RouteSettings?: unknown;
  readonly AccessLogSettings?: unknown;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly ApiGatewayManaged?: boolean;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface Served {
  readonly routes: Readonly<Record<string, HttpRoute>>;
  readonly integrations: Readonly<Record<string, HttpIntegration>>;
}

export interface HttpDeployment extends Served {
  readonly DeploymentId: string;
  readonly Description?: string;
  readonly createdMs: number;
}

export interface HttpApi extends Served {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly cors?: Cors;
  readonly disableExecuteApiEndpoint: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdMs: number;
  readonly stages: Readonly<Record<string, HttpStage>>;
  readonly deployments: Readonly<Record<string, HttpDeployment>>;
}
