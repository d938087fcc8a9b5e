/**
 * REST APIs, their deployments, API keys and usage plans, as records.
 *
 * 1. Changes of one API happen one after another: what a change saw still holds when it is written.
 * 2. Ids are unique on this server, so that a host name or path alone finds an API.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { RecordCollection, Records } from '../../store/records.ts';
import { noSuchApi, noSuchDeployment, noSuchMethod, noSuchResource, noSuchStage } from './rest-api-errors.ts';
import type { ApiKey, Method, Resource, RestApi, Snapshot, Stage, UsagePlan } from './rest-api-record.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
}

const APIS = 'apigateway.restApis';
const SNAPSHOTS = 'apigateway.snapshots';

export class RestApiStore {
  readonly keys: RecordCollection<ApiKey>;
  readonly plans: RecordCollection<UsagePlan>;
  readonly accounts: RecordCollection<{ readonly cloudwatchRoleArn?: string }>;
  readonly clock: Clock;
  readonly #records: Records;
  readonly #apis: RecordCollection<RestApi>;
  readonly #snapshots: RecordCollection<Snapshot>;
  readonly #ids: Ids;
  readonly #tails = new Map<string, Promise<void>>();

  constructor(records: Records, clock: Clock, ids: Ids) {
    this.#records = records;
    this.#apis = records.collection(APIS);
    this.#snapshots = records.collection(SNAPSHOTS);
    this.keys = records.collection('apigateway.apiKeys');
    this.plans = records.collection('apigateway.usagePlans');
    this.accounts = records.collection('apigateway.accounts');
    this.clock = clock;
    this.#ids = ids;
  }

  /** Small letters and digits, as AWS makes them. */
  newId(length = 10): string {
    const digest = createHash('sha256').update(this.#ids.uuid()).digest();
    return Array.from(digest.subarray(0, length), (byte) => (byte % 36).toString(36)).join('');
  }

  /** Of whatever account: for requests to the API itself. */
  byId(id: string): RestApi | undefined {
    return this.#apis.get(id);
  }

  require(id: string, { account, region }: Place): RestApi {
    const api = this.#apis.get(id);
    if (!api || api.account !== account || api.region !== region) throw noSuchApi(account, id);
    return api;
  }

  list({ account, region }: Place): readonly RestApi[] {
    return this.#apis
      .list()
      .map(({ value }) => value)
      .filter((api) => api.account === account && api.region === region);
  }

  create(api: RestApi): Promise<void> {
    return this.#apis.put(api.id, api);
  }

  /** Runs `change` alone, keeps the API that it yields and hands that over. */
  change(id: string, place: Place, change: (api: RestApi) => RestApi): Promise<RestApi> {
    return this.exclusively(id, async () => {
      const next = change(this.require(id, place));
      await this.#apis.put(id, next);
      return next;
    });
  }

  exclusively<T>(id: string, run: () => Promise<T>): Promise<T> {
    const result = (this.#tails.get(id) ?? Promise.resolve()).then(run);
    const settled = result.then(
      () => {},
      () => {},
    );
    this.#tails.set(id, settled);
    void settled.then(() => {
      if (this.#tails.get(id) === settled) this.#tails.delete(id);
    });
    return result;
  }

  /** The API with the copy that a new deployment serves, together. */
  async saveDeployment(api: RestApi, deploymentId: string): Promise<void> {
    const { resources, models, requestValidators, gatewayResponses, binaryMediaTypes, apiKeySource } = api;
    const value: Snapshot = { resources, models, requestValidators, gatewayResponses, binaryMediaTypes, apiKeySource };
    await this.#records.write([
      { type: 'put', collection: SNAPSHOTS, key: `${api.id}/${deploymentId}`, value },
      { type: 'put', collection: APIS, key: api.id, value: api },
    ]);
  }

  snapshot(apiId: string, deploymentId: string): Snapshot | undefined {
    return this.#snapshots.get(`${apiId}/${deploymentId}`);
  }

  async deleteDeployment(api: RestApi, deploymentId: string): Promise<void> {
    await this.#records.write([
      { type: 'delete', collection: SNAPSHOTS, key: `${api.id}/${deploymentId}` },
      { type: 'put', collection: APIS, key: api.id, value: api },
    ]);
  }

  delete(api: RestApi): Promise<void> {
    return this.#records.write([
      { type: 'delete', collection: APIS, key: api.id },
      ...Object.keys(api.deployments).map((id) => ({
        type: 'delete' as const,
        collection: SNAPSHOTS,
        key: `${api.id}/${id}`,
      })),
    ]);
  }
}

export function requireResource(api: Snapshot, id: string): Resource {
  const resource = Object.hasOwn(api.resources, id) ? api.resources[id] : undefined;
  if (!resource) throw noSuchResource();
  return resource;
}

export function requireMethod(api: Snapshot, resourceId: string, httpMethod: string): Method {
  const { resourceMethods } = requireResource(api, resourceId);
  const method = Object.hasOwn(resourceMethods, httpMethod) ? resourceMethods[httpMethod] : undefined;
  if (!method) throw noSuchMethod();
  return method;
}

export function requireStage(api: RestApi, name: string): Stage {
  const stage = Object.hasOwn(api.stages, name) ? api.stages[name] : undefined;
  if (!stage) throw noSuchStage();
  return stage;
}

export function requireDeployment(api: RestApi, id: string): RestApi['deployments'][string] {
  const deployment = Object.hasOwn(api.deployments, id) ? api.deployments[id] : undefined;
  if (!deployment) throw noSuchDeployment();
  return deployment;
}

/** The API with another form of one of its methods. */
export function withMethod(api: RestApi, resourceId: string, httpMethod: string, method: Method): RestApi {
  const resource = requireResource(api, resourceId);
  const resourceMethods = { ...resource.resourceMethods, [httpMethod]: method };
  return { ...api, resources: { ...api.resources, [resourceId]: { ...resource, resourceMethods } } };
}

export function without<T>(map: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));
}
