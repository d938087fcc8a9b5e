/** Integrations of types HTTP and HTTP_PROXY. */
import type { Integration } from '../apigateway/rest-api-record.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { type ApiResponse, headerOf, multiMap } from './api-message.ts';
import { requestValue } from './parameter-mapping.ts';
import type { RestCall } from './rest-call.ts';
import { type IntegrationRequest, withStageVariables } from './run-integration.ts';
import { javaText } from './vtl/java-values.ts';

/** Of one connection only, or made anew. */
const HOP = new Set([
  'connection',
  'host',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'proxy-connection',
]);

export async function httpIntegration(
  call: RestCall,
  integration: Integration,
  request: IntegrationRequest,
  { sendHttp }: ApiDependencies,
  signal: AbortSignal,
): Promise<ApiResponse> {
  const isProxy = integration.type === 'HTTP_PROXY';
  const mapped = mappedParameters(call, integration);
  const path: Record<string, string> = { ...(isProxy ? call.pathParameters : {}), ...mapped.path };
  const url = new URL(
    withStageVariables(integration.uri ?? '', call).replaceAll(/\{([^{}]+?)\+?\}/g, (whole, name: string) => {
      const value = path[name];
      return value === undefined ? whole : value.split('/').map(encodeURIComponent).join('/');
    }),
  );
  if (isProxy)
    for (const [name, value] of new URLSearchParams(call.request.rawQuery)) url.searchParams.append(name, value);
  for (const [name, value] of Object.entries(mapped.querystring)) url.searchParams.set(name, value);
  const headers: Record<string, string | string[]> = isProxy
    ? multiMap(
        call.headers.filter(([name]) => !HOP.has(name.toLowerCase())),
        true,
      )
    : { 'Content-Type': headerOf(call.headers, 'content-type') ?? 'application/json' };
  Object.assign(headers, mapped.header);
  const { overrides } = request;
  for (const [name, value] of Object.entries(overrides?.header ?? {})) headers[name] = javaText(value);
  for (const [name, value] of Object.entries(overrides?.querystring ?? {})) url.searchParams.set(name, javaText(value));
  const method =
    integration.httpMethod === undefined || integration.httpMethod === 'ANY'
      ? call.request.method
      : integration.httpMethod;
  const answer = await sendHttp({ method, url: url.href, headers, body: request.body, signal });
  return {
    status: answer.status,
    headers: answer.headers.filter(([name]) => !HOP.has(name.toLowerCase())),
    body: answer.body,
  };
}

type Place = 'header' | 'querystring' | 'path';

function mappedParameters(call: RestCall, { requestParameters }: Integration): Record<Place, Record<string, string>> {
  const found: Record<Place, Record<string, string>> = { header: {}, querystring: {}, path: {} };
  for (const [target, expression] of Object.entries(requestParameters ?? {})) {
    const match = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target);
    const value = match && requestValue(expression, call);
    if (match && value !== undefined && value !== null) found[match[1] as Place][match[2] as string] = value;
  }
  return found;
}
