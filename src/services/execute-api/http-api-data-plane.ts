/** Serves requests to stages of HTTP APIs. Nothing escapes as an exception: whatever goes wrong is an answer of API Gateway's own. */

import type { HttpApi, HttpRoute, HttpStage, Served } from '../apigatewayv2/http-api-record.ts';
import { functionArnOf, SUBTYPES } from '../apigatewayv2/integration.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { type ApiRequest, type ApiResponse, decodePath, headerOf, jsonAnswer, multiMap } from './api-message.ts';
import { corsHeaders, preflight } from './cors.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import type { HttpCall } from './http-call.ts';
import { parameterValue } from './http-parameters.ts';
import { httpProxyAnswer } from './http-proxy-answer.ts';
import { httpProxyEvent } from './http-proxy-event.ts';
import { invokeLambda } from './invoke-lambda.ts';
import { matchPath } from './match-path.ts';

const MAX_BODY_BYTES = 10 * 1_048_576;
const HOP = new Set(['connection', 'host', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect']);

const answer = (status: number, message: string): ApiResponse => jsonAnswer(status, JSON.stringify({ message }));
const notFound = (): ApiResponse => answer(404, 'Not Found');
const internalError = (): ApiResponse => answer(500, 'Internal Server Error');

export class HttpApiDataPlane {
  readonly #dependencies: ApiDependencies;

  constructor(dependencies: ApiDependencies) {
    this.#dependencies = dependencies;
  }

  async serve(api: HttpApi, request: ApiRequest): Promise<ApiResponse> {
    const requestId = this.#dependencies.ids.uuid();
    const response = await this.#serve(api, request, requestId);
    const own = new Set(['content-length', 'transfer-encoding', 'connection', 'apigw-requestid']);
    const kept = response.headers.filter(([name]) => !own.has(name.toLowerCase()));
    return { ...response, headers: [...kept, ['Apigw-Requestid', requestId.replaceAll('-', '').slice(0, 16)]] };
  }

  async #serve(api: HttpApi, request: ApiRequest, requestId: string): Promise<ApiResponse> {
    const located = locate(api, request.path);
    if (!located) return notFound();
    if (request.method === 'OPTIONS' && api.cors) return preflight(api.cors, request.headers);
    const { stage, served, rest, rawPath } = located;
    const match = findRoute(served, request.method, rest);
    const integration = served.integrations[match?.route.Target?.replace(/^integrations\//, '') ?? ''];
    if (!match || !integration) return withCors(api, request, notFound());
    const host = headerOf(request.headers, 'host') ?? 'localhost';
    const call: HttpCall = {
      api,
      stage,
      integration,
      request,
      requestId,
      host,
      rawPath,
      route: match.route,
      startedMs: this.#dependencies.clock.now(),
      path: decodePath(rest),
      pathParameters: match.parameters,
      headers: [
        ...request.headers.filter(([name]) => !/^(?:connection|x-forwarded-(?:for|port|proto))$/i.test(name)),
        ['X-Forwarded-For', request.sourceIp],
        ['X-Forwarded-Port', /:(\d+)$/.exec(host)?.[1] ?? '80'],
        ['X-Forwarded-Proto', 'http'],
      ],
    };
    return withCors(api, request, await this.#answer(call));
  }

  async #answer(call: HttpCall): Promise<ApiResponse> {
    const { logger, clock } = this.#dependencies;
    if (call.request.body.length > MAX_BODY_BYTES) return answer(413, 'Request Entity Too Large');
    if (call.route.AuthorizationType === 'AWS_IAM' && !call.request.isSigned) return answer(403, 'Forbidden');
    try {
      const { TimeoutInMillis } = call.integration;
      return await withDeadline(clock, TimeoutInMillis, call.request.signal, (signal) => this.#integrate(call, signal));
    } catch (error) {
      if (error instanceof DeadlineError) return answer(503, 'Service Unavailable');
      // A caller who has let go hears nothing, and nothing went wrong here.
      if (!call.request.signal.aborted)
        logger.error('A request to an API failed', { api: call.api.id, requestId: call.requestId, error });
      return internalError();
    }
  }

  #integrate(call: HttpCall, signal: AbortSignal): Promise<ApiResponse> {
    const { integration } = call;
    if (integration.IntegrationType === 'HTTP_PROXY') return this.#http(call, signal);
    return integration.IntegrationSubtype === undefined ? this.#lambda(call, signal) : this.#action(call, signal);
  }

  async #lambda(call: HttpCall, signal: AbortSignal): Promise<ApiResponse> {
    const { api, integration } = call;
    const functionArn = functionArnOf(withStageVariables(integration.IntegrationUri ?? '', call));
    if (functionArn === undefined) return internalError();
    const result = await invokeLambda(this.#dependencies, {
      functionArn,
      payload: JSON.stringify(httpProxyEvent(call)),
      account: api.account,
      region: api.region,
      signal,
    });
    if (result.type === 'Refused') {
      this.#dependencies.logger.warn('A function behind an API could not be invoked', {
        api: api.id,
        message: result.message,
      });
      return internalError();
    }
    const response = result.isError ? undefined : httpProxyAnswer(result.text, integration.PayloadFormatVersion);
    return response ?? internalError();
  }

  async #action(call: HttpCall, signal: AbortSignal): Promise<ApiResponse> {
    const { api, integration } = call;
    const { service, operation } = SUBTYPES[integration.IntegrationSubtype as string]!;
    const params = Object.fromEntries(
      Object.entries(integration.RequestParameters ?? {}).map(([name, value]) => [name, parameterValue(value, call)]),
    );
    const input = operation === 'PutEvents' ? { Entries: [params] } : params;
    const { account, region } = api;
    const result = await this.#dependencies.caller.call({ service, operation, params: input, account, region, signal });
    if (!result.ok) return answer(result.status, result.message);
    return jsonAnswer(200, JSON.stringify(result.output));
  }

  async #http(call: HttpCall, signal: AbortSignal): Promise<ApiResponse> {
    const { integration, request } = call;
    const uri = withStageVariables(integration.IntegrationUri ?? '', call).replaceAll(
      /\{([^{}]+?)\+?\}/g,
      (whole, name: string) => call.pathParameters[name]?.split('/').map(encodeURIComponent).join('/') ?? whole,
    );
    const url = new URL(uri);
    for (const [name, value] of new URLSearchParams(request.rawQuery)) url.searchParams.append(name, value);
    const headers = multiMap(
      call.headers.filter(([name]) => !HOP.has(name.toLowerCase())),
      true,
    );
    applyMappings(call, url, headers);
    const method =
      !integration.IntegrationMethod || integration.IntegrationMethod === 'ANY'
        ? request.method
        : integration.IntegrationMethod;
    try {
      const got = await this.#dependencies.sendHttp({ method, url: url.href, headers, body: request.body, signal });
      return {
        status: got.status,
        headers: got.headers.filter(([name]) => !HOP.has(name.toLowerCase())),
        body: got.body,
      };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      this.#dependencies.logger.warn('An HTTP integration failed', { uri, error: String(error) });
      return answer(503, 'Service Unavailable');
    }
  }
}

interface Located {
  readonly stage: HttpStage;
  readonly served: Served;
  readonly rest: string;
  readonly rawPath: string;
}

/** The first part of the path names a stage, if there is one of that name; otherwise the `$default` stage has the whole path. */
function locate(api: HttpApi, path: string): Located | undefined {
  const [, name = '', below = ''] = /^\/?([^/]*)(.*)$/s.exec(path) ?? [];
  const named = Object.hasOwn(api.stages, decodePath(name)) ? api.stages[decodePath(name)] : undefined;
  const stage = named ?? api.stages['$default'];
  if (!stage) return undefined;
  const rest = (named ? below : path) || '/';
  const deployment = stage.DeploymentId === undefined ? undefined : api.deployments[stage.DeploymentId];
  const served: Served | undefined = stage.AutoDeploy ? api : deployment;
  const rawPath = named && stage.StageName !== '$default' ? `/${name}${rest}` : rest;
  return served && { stage, served, rest, rawPath };
}

/** The most exact path first, then the method, then `ANY`, last `$default`. */
function findRoute(
  { routes }: Served,
  method: string,
  path: string,
): { readonly route: HttpRoute; readonly parameters: Readonly<Record<string, string>> } | undefined {
  const all = Object.values(routes);
  for (const wanted of [[method], ['ANY']]) {
    const candidates = all.flatMap((route) => {
      const [name, pattern] = route.RouteKey.split(' ');
      return pattern !== undefined && wanted.includes(name as string) ? [{ pattern, target: route }] : [];
    });
    const match = matchPath(candidates, path);
    if (match) return { route: match.target, parameters: match.parameters };
  }
  const fallback = all.find(({ RouteKey }) => RouteKey === '$default');
  return fallback && { route: fallback, parameters: {} };
}

function withCors(api: HttpApi, request: ApiRequest, response: ApiResponse): ApiResponse {
  if (!api.cors) return response;
  // The API's configuration wins over what a backend says.
  const kept = response.headers.filter(([name]) => !name.toLowerCase().startsWith('access-control-'));
  return { ...response, headers: [...kept, ...corsHeaders(api.cors, request.headers)] };
}

function withStageVariables(text: string, { stage }: HttpCall): string {
  return text.replaceAll(
    /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g,
    (_whole, name: string) => stage.StageVariables?.[name] ?? '',
  );
}

/** `append:header.x`, `overwrite:querystring.y`, `remove:header.z`, `overwrite:path`. */
function applyMappings(call: HttpCall, url: URL, headers: Record<string, string[]>): void {
  for (const [target, expression] of Object.entries(call.integration.RequestParameters ?? {})) {
    const match = /^(append|overwrite|remove):(header|querystring|path)\.?(.*)$/.exec(target);
    const value = parameterValue(expression, call);
    if (!match || value === undefined) continue;
    const [, action, place, name = ''] = match;
    if (place === 'path') url.pathname = value;
    else if (place === 'querystring') {
      if (action === 'remove') url.searchParams.delete(name);
      else if (action === 'append') url.searchParams.append(name, value);
      else url.searchParams.set(name, value);
    } else {
      const existing = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
      if (action === 'remove') delete headers[existing];
      else headers[existing] = action === 'append' ? [...(headers[existing] ?? []), value] : [value];
    }
  }
}
