/** `integration.request.*` and `method.response.*` mappings: where a value of the other side comes from. */
import type { Json } from '../../asl/json.ts';
import { selectPath } from '../../query/path.ts';
import { type HeaderList, headerOf, multiMap } from './api-message.ts';
import { identityOf, requestContext } from './request-context.ts';
import type { RestCall } from './rest-call.ts';

/** The value of a mapping expression for the integration's request; `undefined` if there is none. */
export function requestValue(expression: string, call: RestCall): string | undefined {
  const common = commonValue(expression, call);
  if (common !== undefined) return common;
  const match = /^method\.request\.(header|querystring|path|multivalueheader|multivaluequerystring|body)\.?(.*)$/s.exec(
    expression,
  );
  if (!match) return undefined;
  const [, place, name = ''] = match;
  switch (place) {
    case 'path':
      return call.pathParameters[name];
    case 'header':
    case 'multivalueheader':
      return headerOf(call.headers, name);
    case 'body':
      return bodyValue(call.request.body.toString('utf8'), name);
    default:
      return multiMap(new URLSearchParams(call.request.rawQuery))[name]?.at(-1);
  }
}

/** The value of a mapping expression for the method's answer. */
export function responseValue(
  expression: string,
  call: RestCall,
  answer: { readonly headers: HeaderList; readonly body: string },
): string | undefined {
  const common = commonValue(expression, call);
  if (common !== undefined) return common;
  const header = /^integration\.response\.(?:multivalue)?header\.(.+)$/.exec(expression)?.[1];
  if (header !== undefined) return headerOf(answer.headers, header);
  const body = /^integration\.response\.body\.?(.*)$/s.exec(expression);
  return body ? bodyValue(answer.body, body[1] ?? '') : undefined;
}

function commonValue(expression: string, call: RestCall): string | undefined {
  const literal = /^'(.*)'$/s.exec(expression)?.[1];
  if (literal !== undefined) return literal;
  const variable = /^stageVariables\.(.+)$/.exec(expression)?.[1];
  if (variable !== undefined) return call.stage.variables?.[variable];
  const context = /^context\.(.+)$/.exec(expression)?.[1];
  if (context === undefined) return undefined;
  let value: unknown = { ...requestContext(call), identity: identityOf(call) };
  for (const part of context.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[part];
  return value === undefined || value === null ? undefined : String(value);
}

/** The whole body, or what a JSONPath finds in it. */
function bodyValue(body: string, path: string): string | undefined {
  if (path === '') return body;
  try {
    const input = JSON.parse(body) as Json;
    const value = selectPath(path.startsWith('$') ? path : `$.${path}`, {
      input,
      context: {},
      variables: {},
      nowMs: 0,
      random: () => 0,
    });
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}
