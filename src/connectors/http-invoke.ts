/**
 * `http:invoke`: a request to any HTTP service, authorised by an EventBridge connection. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
 *
 * 1. An answer that is not 2xx fails the task with `States.Http.StatusCode.<status>`. 2. Credentials come from the connection's secret and
 *    never stand in a result. 3. Host names of API Gateway mean the APIs of this server.
 */
import type { Json } from '../asl/json.ts';
import type { Clock } from '../runtime/clock.ts';
import type { AwsCaller } from './aws-caller.ts';
import type { Connector, TaskOutcome, TaskRequest } from './connector.ts';
import { type EmbeddedApis, embeddedEndpoint } from './embedded-api.ts';
import { type Authorisation, HttpConnections } from './http-connections.ts';
import type { HttpExchange, SendHttp } from './http-exchange.ts';
import { bodyOf, type HttpReply, httpResult, isSuccess, queryText, statusText, valueText } from './http-result.ts';
import { asObject } from './payload.ts';
import { urlEncoded } from './url-encoded-body.ts';

export interface HttpInvokeOptions {
  readonly caller: AwsCaller;
  readonly apis: EmbeddedApis;
  readonly sendHttp: SendHttp;
  readonly clock: Clock;
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']);
/** The whole of a request may take so long at AWS. */
const TIMEOUT_MS = 60_000;

export function httpInvoke(options: HttpInvokeOptions): Connector {
  const connections = new HttpConnections(options);
  return {
    resource: 'http:invoke',
    patterns: ['REQUEST_RESPONSE'],
    async invoke(request) {
      const fault = argumentFault(request.arguments);
      if (fault !== undefined) return { type: 'Failed', error: 'States.Runtime', cause: fault };
      const { Authentication, InvocationConfig } = asObject(request.arguments);
      const arn = asObject(Authentication)['ConnectionArn'] ?? asObject(InvocationConfig)['ConnectionArn'];
      const authorised = await connections.authorise(String(arn), request);
      if (!authorised.ok) return { type: 'Failed', error: authorised.error, cause: authorised.cause };
      return send(request, authorised.authorisation, options);
    },
  };
}

function argumentFault(value: Json): string | undefined {
  const { ApiEndpoint, Method, Authentication, InvocationConfig } = asObject(value);
  const url = typeof ApiEndpoint === 'string' && URL.canParse(ApiEndpoint) ? new URL(ApiEndpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'The field ApiEndpoint must be the URL of an HTTP endpoint';
  if (typeof Method !== 'string' || !METHODS.has(Method)) {
    return `The field Method must be one of ${[...METHODS].join(', ')}, not ${JSON.stringify(Method ?? null)}`;
  }
  const arn = asObject(Authentication)['ConnectionArn'] ?? asObject(InvocationConfig)['ConnectionArn'];
  return typeof arn === 'string'
    ? undefined
    : 'The field ConnectionArn is required in Authentication or InvocationConfig';
}

async function send(
  request: TaskRequest,
  authorisation: Authorisation,
  { apis, sendHttp, clock }: HttpInvokeOptions,
): Promise<TaskOutcome> {
  const timeout = new AbortController();
  const cancel = clock.after(TIMEOUT_MS, () => timeout.abort(new Error('The request took longer than 60 seconds')));
  const signal = AbortSignal.any([request.signal, timeout.signal]);
  try {
    const reply = await exchange(exchangeOf(request.arguments, authorisation, signal), apis, sendHttp);
    if (isSuccess(reply)) return { type: 'Succeeded', output: httpResult(reply) };
    const cause = reply.body.toString('utf8') || statusText(reply);
    return { type: 'Failed', error: `States.Http.StatusCode.${reply.status}`, cause };
  } catch (error) {
    request.signal.throwIfAborted();
    return { type: 'Failed', error: 'States.Http.Socket', cause: (error as Error).message };
  } finally {
    cancel();
  }
}

function exchangeOf(value: Json, authorisation: Authorisation, signal: AbortSignal): HttpExchange {
  const { ApiEndpoint, Method, Headers, QueryParameters, RequestBody, Transform } = asObject(value);
  const url = new URL(String(ApiEndpoint));
  const query = [queryText(asObject(QueryParameters)), queryText(authorisation.query)].filter(Boolean).join('&');
  if (query) url.search = url.search ? `${url.search}&${query}` : query;
  const transform = asObject(Transform);
  const isEncoded = transform['RequestBodyEncoding'] === 'URL_ENCODED';
  const merged = mergedBody(RequestBody, authorisation.body);
  const body = isEncoded ? Buffer.from(urlEncoded(merged ?? {}, arrayFormat(transform))) : bodyOf(merged);
  const headers: Record<string, string | string[]> = {};
  for (const [name, one] of Object.entries(asObject(Headers))) {
    headers[name] = Array.isArray(one) ? (one as Json[]).map(valueText) : valueText(one);
  }
  setDefault(headers, 'User-Agent', 'Amazon|StepFunctions|HttpInvoke|us-east-1');
  setDefault(headers, 'Range', 'bytes=0-262144');
  if (isEncoded) headers['Content-Type'] = 'application/x-www-form-urlencoded;charset=UTF-8';
  else if (body.length > 0) setDefault(headers, 'Content-Type', 'application/json;charset=UTF-8');
  // What the connection says wins over what the author wrote.
  for (const [name, one] of Object.entries(authorisation.headers)) {
    const own = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
    if (own !== undefined) delete headers[own];
    headers[name] = one;
  }
  return { method: String(Method), url: url.href, headers, body, signal };
}

function setDefault(headers: Record<string, string | string[]>, name: string, value: string): void {
  if (!Object.keys(headers).some((key) => key.toLowerCase() === name.toLowerCase())) headers[name] = value;
}

/** A connection may add members to a body that is an object. */
function mergedBody(body: Json | undefined, added: { readonly [name: string]: Json }): Json | undefined {
  if (Object.keys(added).length === 0) return body;
  return { ...asObject(body), ...added };
}

function arrayFormat(transform: { readonly [name: string]: Json }): string {
  return String(asObject(transform['RequestEncodingOptions'])['ArrayFormat'] ?? 'INDICES');
}

async function exchange(http: HttpExchange, apis: EmbeddedApis, sendHttp: SendHttp): Promise<HttpReply> {
  const url = new URL(http.url);
  const embedded = embeddedEndpoint(http.url);
  if (!embedded) return sendHttp(http);
  const headers = Object.entries(http.headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  );
  return apis.serve(embedded.apiId, {
    method: http.method,
    path: embedded.basePath || '/',
    rawQuery: url.search.slice(1),
    headers: [['Host', url.host], ...headers],
    body: Buffer.from(http.body ?? []),
    sourceIp: '127.0.0.1',
    isSigned: false,
    signal: http.signal,
  });
}
