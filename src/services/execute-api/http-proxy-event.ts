/** The events of Lambda proxy integrations of HTTP APIs, in payload formats 2.0 and 1.0. */
import { headerOf, lastOf, mediaType, multiMap } from './api-message.ts';
import type { HttpCall } from './http-call.ts';
import { requestTime } from './request-time.ts';

export function httpProxyEvent(call: HttpCall): object {
  const { body } = call.request;
  const isBase64Encoded = body.length > 0 && !isText(headerOf(call.headers, 'content-type'));
  const text = body.length === 0 ? undefined : body.toString(isBase64Encoded ? 'base64' : 'utf8');
  return call.integration.PayloadFormatVersion === '1.0'
    ? format1(call, text ?? null, isBase64Encoded)
    : format2(call, text, isBase64Encoded);
}

/** What HTTP APIs pass as text; everything else goes in Base64. */
function isText(contentType: string | undefined): boolean {
  const type = mediaType(contentType);
  return (
    type === '' ||
    type.startsWith('text/') ||
    /^application\/(?:json|javascript|xml)$/.test(type) ||
    /\+(?:json|xml)$/.test(type)
  );
}

function common({ api, stage, request, requestId, startedMs, host }: HttpCall) {
  const domainName = host.replace(/:\d+$/, '');
  return {
    accountId: api.account,
    apiId: api.id,
    domainName,
    domainPrefix: domainName.split('.')[0] ?? '',
    requestId,
    stage: stage.StageName,
    sourceIp: request.sourceIp,
    time: requestTime(startedMs),
    timeEpoch: startedMs,
  };
}

function format2(call: HttpCall, body: string | undefined, isBase64Encoded: boolean): object {
  const { request, route, rawPath, pathParameters, stage, headers } = call;
  const { sourceIp, time, timeEpoch, stage: stageName, requestId, ...rest } = common(call);
  const cookies = multiMap(headers, true)['cookie'] ?? multiMap(headers, true)['Cookie'];
  const query = joined(multiMap(new URLSearchParams(request.rawQuery)));
  return {
    version: '2.0',
    routeKey: route.RouteKey,
    rawPath,
    rawQueryString: request.rawQuery,
    ...(cookies && { cookies: cookies.flatMap((one) => one.split(/;\s*/)) }),
    headers: lowered(headers.filter(([name]) => name.toLowerCase() !== 'cookie')),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      ...rest,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: headerOf(headers, 'user-agent') ?? '',
      },
      requestId,
      routeKey: route.RouteKey,
      stage: stageName,
      time,
      timeEpoch,
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(Object.keys(stage.StageVariables ?? {}).length > 0 && { stageVariables: stage.StageVariables }),
    ...(body !== undefined && { body }),
    isBase64Encoded,
  };
}

function format1(call: HttpCall, body: string | null, isBase64Encoded: boolean): object {
  const { request, route, rawPath, pathParameters, stage, headers } = call;
  const { time, timeEpoch, sourceIp, ...rest } = common(call);
  const multiHeaders = Object.fromEntries(
    Object.entries(multiMap(headers, true)).map(([name, values]) => [name.toLowerCase(), values]),
  );
  const multiQuery = multiMap(new URLSearchParams(request.rawQuery));
  const resource = route.RouteKey === '$default' ? '$default' : route.RouteKey.replace(/^\S+ /, '');
  return {
    version: '1.0',
    resource,
    path: rawPath,
    httpMethod: request.method,
    headers: lastOf(multiHeaders),
    multiValueHeaders: multiHeaders,
    queryStringParameters: orNull(lastOf(multiQuery)),
    multiValueQueryStringParameters: orNull(multiQuery),
    requestContext: {
      ...rest,
      extendedRequestId: rest.requestId.replaceAll('-', '').slice(0, 16),
      httpMethod: request.method,
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp,
        user: null,
        userAgent: headerOf(headers, 'user-agent') ?? null,
        userArn: null,
      },
      path: rawPath,
      protocol: 'HTTP/1.1',
      requestTime: time,
      requestTimeEpoch: timeEpoch,
      resourceId: route.RouteKey,
      resourcePath: resource,
    },
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(stage.StageVariables ?? {}),
    body,
    isBase64Encoded,
  };
}

function lowered(headers: HttpCall['headers']): Record<string, string> {
  const all = multiMap(headers.map(([name, value]) => [name.toLowerCase(), value] as const));
  return joined(all);
}

/** Repeated ones are joined by commas. */
function joined(map: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([name, values]) => [name, values.join(',')]));
}

function orNull<T extends object>(map: T): T | null {
  return Object.keys(map).length === 0 ? null : map;
}
