/**
 * `apigateway:invoke`: a request to a deployed API. Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 *
 * 1. Host names of API Gateway mean the APIs of this server, whatever region they name: nothing leaves the process. 2. An answer that is
 *    not 2xx fails the task with `ApiGateway.<status>` and the answer's body as cause.
 */
import type { Json } from '../asl/json.ts';
import type { Connector, TaskOutcome, TaskRequest } from './connector.ts';
import { type EmbeddedApis, embeddedEndpoint } from './embedded-api.ts';
import type { SendHttp } from './http-exchange.ts';
import { bodyOf, type HttpReply, httpResult, isSuccess, queryText, valueText } from './http-result.ts';
import { asObject } from './payload.ts';

export interface ApiGatewayInvokeOptions {
  readonly apis: EmbeddedApis;
  readonly sendHttp: SendHttp;
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']);
/** Step Functions sets these itself, or nobody does. */
const FORBIDDEN =
  /^(?:authorization|connection|content-md5|expect|host|max-forwards|proxy-authenticate|server|te|transfer-encoding|trailer|upgrade|via|www-authenticate|x-forwarded-.*|x-amz-.*|x-amzn-.*)$/i;

export function apigatewayInvoke(options: ApiGatewayInvokeOptions): Connector {
  return {
    resource: 'apigateway:invoke',
    patterns: ['REQUEST_RESPONSE', 'WAIT_FOR_TASK_TOKEN'],
    async invoke(request) {
      const waits = request.resource.type === 'integration' && request.resource.pattern === 'WAIT_FOR_TASK_TOKEN';
      const fault = argumentFault(request.arguments);
      if (fault !== undefined) return { type: 'Failed', error: 'States.Runtime', cause: fault };
      const outcome = await exchange(request, options);
      if ('failed' in outcome) return failed('ApiGateway.SdkClientException', outcome.failed, waits);
      const { reply } = outcome;
      if (!isSuccess(reply)) return failed(`ApiGateway.${reply.status}`, reply.body.toString('utf8'), waits);
      return { type: waits ? 'Submitted' : 'Succeeded', output: httpResult(reply) };
    },
  };
}

function failed(error: string, cause: string, waits: boolean): TaskOutcome {
  return { type: 'Failed', error, cause, ...(waits && { failure: 'SUBMIT_FAILED' as const }) };
}

function argumentFault(value: Json): string | undefined {
  const { ApiEndpoint, Method, AuthType, Headers } = asObject(value);
  if (typeof ApiEndpoint !== 'string' || ApiEndpoint === '')
    return 'The field ApiEndpoint is required and must be a string';
  if (typeof Method !== 'string' || !METHODS.has(Method)) {
    return `The field Method must be one of ${[...METHODS].join(', ')}, not ${JSON.stringify(Method ?? null)}`;
  }
  if (AuthType !== undefined && AuthType !== 'NO_AUTH' && AuthType !== 'IAM_ROLE' && AuthType !== 'RESOURCE_POLICY') {
    return `The field AuthType must be NO_AUTH, IAM_ROLE or RESOURCE_POLICY, not ${JSON.stringify(AuthType)}`;
  }
  const forbidden = Object.keys(asObject(Headers)).find((name) => FORBIDDEN.test(name));
  return forbidden === undefined ? undefined : `The header ${forbidden} is not allowed in Headers`;
}

async function exchange(
  { arguments: value, signal }: TaskRequest,
  { apis, sendHttp }: ApiGatewayInvokeOptions,
): Promise<{ readonly reply: HttpReply } | { readonly failed: string }> {
  const args = asObject(value);
  const { Stage, Path, RequestBody, QueryParameters, Headers, AuthType } = args;
  const endpoint = String(args['ApiEndpoint']);
  const method = String(args['Method']);
  const path = `${part(Stage).replace(/\/+$/, '')}${part(Path)}` || '/';
  const rawQuery = queryText(asObject(QueryParameters));
  const body = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : bodyOf(RequestBody);
  const headers = headerPairs(asObject(Headers), body);
  const embedded = embeddedEndpoint(endpoint);
  if (!embedded) {
    if (AuthType !== undefined && AuthType !== 'NO_AUTH') {
      return {
        failed: `${endpoint} is no API of this server: requests to it cannot be signed (AuthType ${String(AuthType)})`,
      };
    }
    const base = /^https?:\/\//.test(endpoint) ? endpoint.replace(/\/+$/, '') : `https://${endpoint}`;
    return leave(sendHttp, { method, url: `${base}${path}${rawQuery && `?${rawQuery}`}`, headers, body, signal });
  }
  const host = endpoint.replace(/^https?:\/\//i, '').replace(/[/?#].*$/s, '');
  const reply = await apis.serve(embedded.apiId, {
    method,
    path: `${embedded.basePath}${path === '/' && embedded.basePath ? '' : path}`,
    rawQuery,
    headers: [['Host', host], ['User-Agent', 'Amazon|StepFunctions|HttpInvoke|us-east-1'], ...headers],
    body,
    sourceIp: '127.0.0.1',
    isSigned: AuthType === 'IAM_ROLE' || AuthType === 'RESOURCE_POLICY',
    signal,
  });
  return { reply };
}

async function leave(
  sendHttp: SendHttp,
  {
    headers,
    ...request
  }: { method: string; url: string; headers: [string, string][]; body: Buffer; signal: AbortSignal },
): Promise<{ readonly reply: HttpReply } | { readonly failed: string }> {
  const grouped: Record<string, string[]> = {};
  for (const [name, value] of headers) grouped[name] = [...(grouped[name] ?? []), value];
  try {
    return { reply: await sendHttp({ ...request, headers: grouped }) };
  } catch (error) {
    request.signal.throwIfAborted();
    return { failed: `Unable to execute HTTP request: ${(error as Error).message}` };
  }
}

/** A stage or a path with one slash before it. */
function part(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return '';
  const text = valueText(value).replace(/^\/+/, '');
  return `/${encodeOdd(text)}`;
}

/** What may not stand in a path is escaped; escapes that are there stay. */
function encodeOdd(path: string): string {
  return path.replaceAll(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu, (char) => encodeURIComponent(char));
}

function headerPairs(headers: { readonly [name: string]: Json }, body: Buffer): [string, string][] {
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    (Array.isArray(value) ? (value as Json[]) : [value]).map((one) => [name, valueText(one)]),
  );
  const hasType = pairs.some(([name]) => name.toLowerCase() === 'content-type');
  if (body.length > 0 && !hasType) pairs.push(['Content-Type', 'application/json']);
  return pairs;
}
