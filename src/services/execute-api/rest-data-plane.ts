/**
 * Serves requests to stages of REST APIs.
 *
 * 1. Nothing escapes as an exception: whatever goes wrong is an answer of API Gateway's own. 2. What a template or an integration asks for and
 *    cannot have is said in the log, with a 500 for the client.
 */
import { keyForStage } from '../apigateway/api-keys.ts';
import type { Method, RestApi, Snapshot, Stage } from '../apigateway/rest-api-record.ts';
import type { RestApiStore } from '../apigateway/rest-api-store.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { type ApiRequest, type ApiResponse, decodePath, headerOf } from './api-message.ts';
import { DeadlineError } from './deadline.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import {
  accessDenied,
  configurationError,
  GatewayError,
  type GatewayFailure,
  integrationTimeout,
  invalidApiKey,
  missingToken,
  tooLarge,
} from './gateway-error.ts';
import { matchPath } from './match-path.ts';
import type { RestCall } from './rest-call.ts';
import { runIntegration } from './run-integration.ts';
import { validateRequest } from './validate-request.ts';
import { TemplateError } from './vtl/template-error.ts';

const MAX_BODY_BYTES = 10 * 1_048_576;

export class RestDataPlane {
  readonly #store: RestApiStore;
  readonly #dependencies: ApiDependencies;

  constructor(store: RestApiStore, dependencies: ApiDependencies) {
    this.#store = store;
    this.#dependencies = dependencies;
  }

  async serve(api: RestApi, request: ApiRequest): Promise<ApiResponse> {
    const requestId = this.#dependencies.ids.uuid();
    const found = locate(this.#store, api, request.path);
    const base = {
      api,
      request,
      requestId,
      startedMs: this.#dependencies.clock.now(),
      ...hostAndHeaders(request, requestId),
    };
    if (!found) return gatewayAnswer(accessDenied, { requestId });
    const { stage, snapshot, rest } = found;
    const match = matchPath(
      Object.values(snapshot.resources).map((resource) => ({ pattern: resource.path, target: resource })),
      rest,
    );
    const method = match && methodOf(match.target.resourceMethods, request.method);
    if (!match || !method) return gatewayAnswer(missingToken, { requestId, snapshot });
    const call: RestCall = {
      ...base,
      stage,
      snapshot,
      path: decodePath(rest),
      resource: match.target,
      method,
      pathParameters: match.parameters,
    };
    return this.#answer(call);
  }

  async #answer(call: RestCall): Promise<ApiResponse> {
    try {
      if (call.request.body.length > MAX_BODY_BYTES) throw new GatewayError(tooLarge);
      const authorised = this.#authorise(call);
      validateRequest(authorised);
      const response = await runIntegration(authorised, this.#dependencies);
      return withStandardHeaders(response, call);
    } catch (error) {
      return gatewayAnswer(this.#failureOf(error, call), call, call);
    }
  }

  #authorise(call: RestCall): RestCall {
    const { method, request, snapshot, headers, api, stage } = call;
    if (method.authorizationType === 'AWS_IAM' && !request.isSigned) throw new GatewayError(missingToken);
    if (!method.apiKeyRequired) return call;
    if (snapshot.apiKeySource !== 'HEADER') throw new GatewayError(invalidApiKey);
    const value = headerOf(headers, 'x-api-key');
    const apiKey = value === undefined ? undefined : keyForStage(this.#store, value, api.id, stage.stageName);
    if (!apiKey) throw new GatewayError(invalidApiKey);
    return { ...call, apiKey };
  }

  #failureOf(error: unknown, { api, requestId, request }: RestCall): GatewayFailure {
    if (error instanceof GatewayError) return error.failure;
    if (error instanceof DeadlineError) return integrationTimeout;
    // The caller has let go: nobody hears the answer, and nothing went wrong here.
    if (request.signal.aborted) return integrationTimeout;
    const message = error instanceof Error ? error.message : String(error);
    const { logger } = this.#dependencies;
    if (error instanceof TemplateError) logger.warn('A mapping template failed', { api: api.id, requestId, message });
    else logger.error('A request to an API failed on a bug', { api: api.id, requestId, error });
    return configurationError;
  }
}

function locate(
  store: RestApiStore,
  api: RestApi,
  path: string,
): { readonly stage: Stage; readonly snapshot: Snapshot; readonly rest: string } | undefined {
  const [, name = '', below = ''] = /^\/?([^/]*)(.*)$/s.exec(path) ?? [];
  const stage = Object.hasOwn(api.stages, name) ? api.stages[name] : undefined;
  const snapshot = stage && store.snapshot(api.id, stage.deploymentId);
  return stage && snapshot ? { stage, snapshot, rest: below === '' ? '/' : below } : undefined;
}

function methodOf(methods: Readonly<Record<string, Method>>, name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : methods['ANY'];
}

/** Headers that API Gateway adds on the way in. */
function hostAndHeaders(request: ApiRequest, requestId: string): Pick<RestCall, 'host' | 'headers'> {
  const host = headerOf(request.headers, 'host') ?? 'localhost';
  const own = new Set(['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto', 'x-amzn-trace-id']);
  const forwarded = headerOf(request.headers, 'x-forwarded-for');
  return {
    host,
    headers: [
      ...request.headers.filter(([name]) => !own.has(name.toLowerCase()) && name.toLowerCase() !== 'connection'),
      ['X-Amzn-Trace-Id', headerOf(request.headers, 'x-amzn-trace-id') ?? traceId(requestId)],
      ['X-Forwarded-For', forwarded === undefined ? request.sourceIp : `${forwarded}, ${request.sourceIp}`],
      ['X-Forwarded-Port', /:(\d+)$/.exec(host)?.[1] ?? '80'],
      ['X-Forwarded-Proto', 'http'],
    ],
  };
}

function traceId(requestId: string): string {
  const digits = requestId.replaceAll('-', '');
  return `Root=1-${digits.slice(0, 8)}-${digits.slice(8, 32)}`;
}

function withStandardHeaders(response: ApiResponse, { requestId }: RestCall): ApiResponse {
  const own = new Set(['x-amzn-requestid', 'content-length', 'transfer-encoding', 'connection']);
  return {
    ...response,
    headers: [
      ...response.headers.filter(([name]) => !own.has(name.toLowerCase())),
      ['x-amzn-RequestId', requestId],
      ['x-amz-apigw-id', requestId.replaceAll('-', '').slice(0, 16)],
    ],
  };
}
