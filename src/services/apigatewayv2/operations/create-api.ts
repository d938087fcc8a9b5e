import type { Operation } from '../../../gateway/operation.ts';
import { badRequest } from '../http-api-errors.ts';
import type { Cors, HttpApi } from '../http-api-record.ts';
import type { HttpApiStore, Place } from '../http-api-store.ts';
import { integrationOf } from '../integration.ts';
import { routeOf } from '../route.ts';
import { stageOf } from '../stage.ts';
import { apiView } from '../views.ts';

export interface CreateApiInput {
  readonly Name: string;
  readonly ProtocolType: string;
  readonly Description?: string;
  readonly Version?: string;
  readonly CorsConfiguration?: Cors;
  readonly DisableExecuteApiEndpoint?: boolean;
  readonly Tags?: Readonly<Record<string, string>>;
  /** Quick create: the function or URL that every request, or those of `RouteKey`, goes to. */
  readonly Target?: string;
  readonly RouteKey?: string;
  readonly CredentialsArn?: string;
}

export function createApi(store: HttpApiStore): Operation<CreateApiInput> {
  return async (input, context) => {
    if (input.ProtocolType !== 'HTTP') throw badRequest('Stepwell does not support WebSocket APIs');
    const api = input.Target === undefined ? newApi(store, context, input) : quickApi(store, context, input);
    await store.create(api);
    return apiView(api, context.baseUrl);
  };
}

export function newApi(
  store: HttpApiStore,
  { account, region }: Place,
  input: Omit<CreateApiInput, 'ProtocolType'>,
): HttpApi {
  return {
    id: store.newId(),
    account,
    region,
    name: input.Name,
    description: input.Description,
    version: input.Version,
    cors: input.CorsConfiguration,
    disableExecuteApiEndpoint: input.DisableExecuteApiEndpoint ?? false,
    tags: input.Tags ?? {},
    createdMs: store.clock.now(),
    routes: {},
    integrations: {},
    stages: {},
    deployments: {},
  };
}

/** An API with one integration, one route and a `$default` stage that deploys itself. */
function quickApi(store: HttpApiStore, place: Place, input: CreateApiInput): HttpApi {
  const fresh = newApi(store, place, input);
  const isHttp = /^https?:\/\//.test(input.Target as string);
  const integration = {
    ...integrationOf(
      {
        IntegrationType: isHttp ? 'HTTP_PROXY' : 'AWS_PROXY',
        IntegrationUri: input.Target,
        IntegrationMethod: isHttp ? 'ANY' : undefined,
        CredentialsArn: input.CredentialsArn,
      },
      store.newId(7),
    ),
    ApiGatewayManaged: true,
  };
  const api = { ...fresh, integrations: { [integration.IntegrationId]: integration } };
  const Target = `integrations/${integration.IntegrationId}`;
  const route = {
    ...routeOf(api, { RouteKey: input.RouteKey ?? '$default', Target }, store.newId(7)),
    ApiGatewayManaged: true,
  };
  const stage = {
    ...stageOf({ StageName: '$default', AutoDeploy: true }, fresh.createdMs, fresh.createdMs),
    ApiGatewayManaged: true,
  };
  return { ...api, routes: { [route.RouteId]: route }, stages: { $default: stage } };
}
