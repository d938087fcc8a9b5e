/** The data plane of API Gateway: finds the API behind an id or a host name and has it answer. */

import type { RestApiStore } from '../apigateway/rest-api-store.ts';
import type { HttpApiStore } from '../apigatewayv2/http-api-store.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { type ApiRequest, type ApiResponse, jsonAnswer } from './api-message.ts';
import { HttpApiDataPlane } from './http-api-data-plane.ts';
import { RestDataPlane } from './rest-data-plane.ts';

export class ExecuteApi {
  readonly #restApis: RestApiStore;
  readonly #httpApis: HttpApiStore;
  readonly #rest: RestDataPlane;
  readonly #http: HttpApiDataPlane;

  constructor(restApis: RestApiStore, httpApis: HttpApiStore, dependencies: ApiDependencies) {
    this.#restApis = restApis;
    this.#httpApis = httpApis;
    this.#rest = new RestDataPlane(restApis, dependencies);
    this.#http = new HttpApiDataPlane(dependencies);
  }

  async serve(apiId: string, request: ApiRequest): Promise<ApiResponse> {
    const restApi = this.#restApis.byId(apiId);
    if (restApi) return this.#rest.serve(restApi, request);
    const httpApi = this.#httpApis.byId(apiId);
    if (httpApi) return this.#http.serve(httpApi, request);
    return jsonAnswer(403, '{"message":"Forbidden"}', [['x-amzn-ErrorType', 'ForbiddenException']]);
  }
}

/** The API's id in `{id}.execute-api.{region}.amazonaws.com`, `{id}.execute-api.localhost:4566`. */
export function apiIdOfHost(host: string): string | undefined {
  return /^([a-z0-9]+)\.execute-api\./i.exec(host)?.[1]?.toLowerCase();
}
