/** The event of a Lambda proxy integration in payload format 1.0, as REST APIs send it. */
import { lastOf, multiMap } from './api-message.ts';
import { identityOf, requestContext } from './request-context.ts';
import type { RestCall } from './rest-call.ts';

export function proxyEvent(call: RestCall, body: string | null, isBase64Encoded: boolean): object {
  const { request, resource, path, pathParameters, stage } = call;
  const multiHeaders = multiMap(call.headers, true);
  const multiQuery = multiMap(new URLSearchParams(request.rawQuery));
  return {
    resource: resource.path,
    path,
    httpMethod: request.method,
    headers: orNull(lastOf(multiHeaders)),
    multiValueHeaders: orNull(multiHeaders),
    queryStringParameters: orNull(lastOf(multiQuery)),
    multiValueQueryStringParameters: orNull(multiQuery),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(stage.variables ?? {}),
    requestContext: { ...requestContext(call), identity: identityOf(call) },
    body,
    isBase64Encoded,
  };
}

function orNull<T extends object>(map: T): T | null {
  return Object.keys(map).length === 0 ? null : map;
}
