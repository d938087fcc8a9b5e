import type { Operation } from '../../../gateway/operation.ts';
import { badRequest } from '../rest-api-errors.ts';
import type { RestApi, Texts } from '../rest-api-record.ts';
import type { Place, RestApiStore } from '../rest-api-store.ts';
import { apiView } from '../views.ts';

export interface CreateRestApiInput {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly cloneFrom?: string;
  readonly binaryMediaTypes?: readonly string[];
  readonly minimumCompressionSize?: number;
  readonly apiKeySource?: string;
  readonly endpointConfiguration?: unknown;
  readonly policy?: string;
  readonly tags?: Texts;
  readonly disableExecuteApiEndpoint?: boolean;
}

const DEFAULT_ENDPOINT = { types: ['EDGE'], ipAddressType: 'ipv4' };

export function createRestApi(store: RestApiStore): Operation<CreateRestApiInput> {
  return async (input, context) => {
    if (input.cloneFrom !== undefined) throw badRequest('Stepwell does not support cloneFrom');
    const api = newRestApi(store, context, input);
    await store.create(api);
    return apiView(api);
  };
}

/** An API with nothing but its root. */
export function newRestApi(store: RestApiStore, { account, region }: Place, input: CreateRestApiInput): RestApi {
  if (!input.name?.trim()) throw badRequest('No API name specified');
  const rootResourceId = store.newId();
  return {
    id: store.newId(),
    account,
    region,
    name: input.name,
    description: input.description,
    version: input.version,
    createdMs: store.clock.now(),
    binaryMediaTypes: input.binaryMediaTypes ?? [],
    minimumCompressionSize: input.minimumCompressionSize,
    apiKeySource: input.apiKeySource ?? 'HEADER',
    endpointConfiguration: input.endpointConfiguration ?? DEFAULT_ENDPOINT,
    policy: input.policy,
    tags: input.tags,
    disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
    rootResourceId,
    resources: { [rootResourceId]: { id: rootResourceId, path: '/', resourceMethods: {} } },
    models: {},
    requestValidators: {},
    gatewayResponses: {},
    deployments: {},
    stages: {},
  };
}
