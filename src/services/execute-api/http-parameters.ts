/** Parameter mappings of HTTP APIs: `$request.body.x`, `$context.…`, texts with `${request.header.x}` in them. */
import type { Json } from '../../asl/json.ts';
import { selectPath } from '../../query/path.ts';
import { headerOf, multiMap } from './api-message.ts';
import type { HttpCall } from './http-call.ts';

/** `undefined` if what it names is not there. */
export function parameterValue(expression: string, call: HttpCall): string | undefined {
  if (/^\$(?:request|context|stageVariables)\b/.test(expression)) return selection(expression.slice(1), call);
  return expression.replaceAll(
    /\$\{([^}]+)\}/g,
    (_whole, name: string) => selection(name.replace(/^\$/, ''), call) ?? '',
  );
}

function selection(expression: string, call: HttpCall): string | undefined {
  const [source = '', place = '', ...rest] = expression.split('.');
  const name = rest.join('.');
  if (source === 'stageVariables') return call.stage.StageVariables?.[place];
  if (source === 'context') return contextValue([place, ...rest], call);
  switch (place) {
    case 'header':
      return headerOf(call.headers, name);
    case 'querystring':
      return multiMap(new URLSearchParams(call.request.rawQuery))[name]?.join(',');
    case 'path':
      return name === '' ? call.path : call.pathParameters[name];
    case 'body':
      return bodyValue(call.request.body.toString('utf8'), name);
    default:
      return undefined;
  }
}

function contextValue(path: readonly string[], call: HttpCall): string | undefined {
  const context: Record<string, string> = {
    accountId: call.api.account,
    apiId: call.api.id,
    domainName: call.host.replace(/:\d+$/, ''),
    httpMethod: call.request.method,
    path: call.rawPath,
    protocol: 'HTTP/1.1',
    requestId: call.requestId,
    requestTimeEpoch: String(call.startedMs),
    routeKey: call.route.RouteKey,
    stage: call.stage.StageName,
    'identity.sourceIp': call.request.sourceIp,
    'identity.userAgent': headerOf(call.headers, 'user-agent') ?? '',
  };
  return context[path.join('.')];
}

function bodyValue(body: string, path: string): string | undefined {
  if (path === '') return body;
  try {
    const input = JSON.parse(body) as Json;
    const value = selectPath(`$.${path}`, { input, context: {}, variables: {}, nowMs: 0, random: () => 0 });
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}
