/** `requestContext` of events and `$context` of mapping templates. */
import { headerOf } from './api-message.ts';
import { requestTime } from './request-time.ts';
import type { RestCall } from './rest-call.ts';

export function requestContext(call: RestCall): Record<string, unknown> {
  const { api, stage, request, resource, method, requestId, startedMs, host, path } = call;
  return {
    resourceId: resource.id,
    resourcePath: resource.path,
    ...(method.operationName !== undefined && { operationName: method.operationName }),
    httpMethod: request.method,
    extendedRequestId: Buffer.from(requestId.replaceAll('-', '').slice(0, 20)).toString('base64').slice(0, 16),
    requestTime: requestTime(startedMs),
    path: `/${stage.stageName}${path}`,
    accountId: api.account,
    protocol: 'HTTP/1.1',
    stage: stage.stageName,
    domainPrefix: host.split('.')[0] ?? '',
    requestTimeEpoch: startedMs,
    requestId,
    domainName: host.replace(/:\d+$/, ''),
    deploymentId: stage.deploymentId,
    apiId: api.id,
  };
}

export function identityOf({ request, headers, apiKey }: RestCall): Record<string, unknown> {
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp: request.sourceIp,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: headerOf(headers, 'User-Agent') ?? null,
    user: null,
    ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
  };
}
