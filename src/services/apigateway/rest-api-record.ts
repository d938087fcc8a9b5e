/**
 * What a REST API is made of, as it is kept and, for the most part, as the wire has it. Resources belong to the API being edited; a
 * deployment is a copy of them, and a stage shows one deployment: what is edited is not served until it is deployed.
 */

export type Texts = Readonly<Record<string, string>>;

export interface IntegrationResponse {
  readonly statusCode: string;
  readonly selectionPattern?: string;
  readonly responseParameters?: Texts;
  readonly responseTemplates?: Texts;
  readonly contentHandling?: string;
}

export type IntegrationType = 'HTTP' | 'AWS' | 'MOCK' | 'HTTP_PROXY' | 'AWS_PROXY';

export interface Integration {
  readonly type: IntegrationType;
  readonly httpMethod?: string;
  readonly uri?: string;
  readonly connectionType?: string;
  readonly credentials?: string;
  readonly requestParameters?: Texts;
  readonly requestTemplates?: Texts;
  readonly passthroughBehavior: string;
  readonly contentHandling?: string;
  readonly timeoutInMillis: number;
  readonly cacheNamespace: string;
  readonly cacheKeyParameters: readonly string[];
  readonly tlsConfig?: unknown;
  readonly integrationResponses?: Readonly<Record<string, IntegrationResponse>>;
}

export interface MethodResponse {
  readonly statusCode: string;
  readonly responseParameters?: Readonly<Record<string, boolean>>;
  readonly responseModels?: Texts;
}

export interface Method {
  readonly httpMethod: string;
  readonly authorizationType: string;
  readonly apiKeyRequired: boolean;
  readonly operationName?: string;
  readonly requestValidatorId?: string;
  readonly requestParameters?: Readonly<Record<string, boolean>>;
  readonly requestModels?: Texts;
  readonly authorizationScopes?: readonly string[];
  readonly methodResponses?: Readonly<Record<string, MethodResponse>>;
  readonly methodIntegration?: Integration;
}

export interface Resource {
  readonly id: string;
  readonly parentId?: string;
  readonly pathPart?: string;
  readonly path: string;
  readonly resourceMethods: Readonly<Record<string, Method>>;
}

export interface Model {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly contentType: string;
  /** JSON Schema, as text. */
  readonly schema: string;
}

export interface RequestValidator {
  readonly id: string;
  readonly name: string;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

export interface GatewayResponse {
  readonly responseType: string;
  readonly statusCode?: string;
  readonly responseParameters: Texts;
  readonly responseTemplates: Texts;
  readonly defaultResponse: boolean;
}

export interface Stage {
  readonly stageName: string;
  readonly deploymentId: string;
  readonly description?: string;
  readonly variables?: Texts;
  readonly tracingEnabled: boolean;
  readonly cacheClusterEnabled: boolean;
  readonly cacheClusterSize?: string;
  readonly cacheClusterStatus: string;
  readonly methodSettings: Readonly<Record<string, unknown>>;
  readonly accessLogSettings?: unknown;
  readonly canarySettings?: unknown;
  readonly documentationVersion?: string;
  readonly tags?: Texts;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface Deployment {
  readonly id: string;
  readonly description?: string;
  readonly createdMs: number;
}

/** What a deployment froze: everything that serving a request needs. */
export interface Snapshot {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly models: Readonly<Record<string, Model>>;
  readonly requestValidators: Readonly<Record<string, RequestValidator>>;
  readonly gatewayResponses: Readonly<Record<string, GatewayResponse>>;
  readonly binaryMediaTypes: readonly string[];
  readonly apiKeySource: string;
}

export interface RestApi extends Snapshot {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly createdMs: number;
  readonly warnings?: readonly string[];
  readonly minimumCompressionSize?: number;
  readonly endpointConfiguration: unknown;
  readonly policy?: string;
  readonly tags?: Texts;
  readonly disableExecuteApiEndpoint: boolean;
  readonly rootResourceId: string;
  readonly deployments: Readonly<Record<string, Deployment>>;
  readonly stages: Readonly<Record<string, Stage>>;
}

export interface ApiKey {
  readonly id: string;
  readonly value: string;
  readonly name?: string;
  readonly customerId?: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly stageKeys: readonly string[];
  readonly tags?: Texts;
  readonly account: string;
  readonly region: string;
}

export interface UsagePlan {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly apiStages: readonly { readonly apiId: string; readonly stage: string; readonly throttle?: unknown }[];
  readonly throttle?: unknown;
  readonly quota?: unknown;
  readonly productCode?: string;
  readonly tags?: Texts;
  readonly keyIds: readonly string[];
  readonly account: string;
  readonly region: string;
}
