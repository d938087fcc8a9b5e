/** What a function must return to a proxy integration of a REST API. Anything else is a 502, as at AWS. */
import { type ApiResponse, headerOf, matchesMediaType, mediaType } from './api-message.ts';

const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** `undefined` if the answer is malformed. */
export function proxyAnswer(
  text: string,
  { accept, binaryMediaTypes }: { readonly accept: string | undefined; readonly binaryMediaTypes: readonly string[] },
): ApiResponse | undefined {
  const answer = parse(text);
  if (!answer || Object.keys(answer).some((name) => !MEMBERS.has(name))) return undefined;
  const status = Number(answer['statusCode']);
  if (answer['statusCode'] === undefined || !Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const body = answer['body'] ?? '';
  if (typeof body !== 'string') return undefined;
  const headers = proxyHeaders(answer['headers'], answer['multiValueHeaders']);
  if (!headers) return undefined;
  if (headerOf(headers, 'content-type') === undefined) headers.push(['Content-Type', 'application/json']);
  const isBinary =
    answer['isBase64Encoded'] === true &&
    matchesMediaType(binaryMediaTypes, mediaType((accept ?? '').split(',')[0] || headerOf(headers, 'content-type')));
  return { status, headers, body: Buffer.from(body, isBinary ? 'base64' : 'utf8') };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Both maps together; of a name in both, the list counts. `undefined` if one is no map of scalars. */
export function proxyHeaders(single: unknown, multi: unknown): [string, string][] | undefined {
  if (!isMap(single) || !isMap(multi)) return undefined;
  const headers: [string, string][] = [];
  const listed = new Set(Object.keys(multi ?? {}).map((name) => name.toLowerCase()));
  for (const [name, value] of Object.entries(single ?? {})) {
    if (listed.has(name.toLowerCase())) continue;
    if (typeof value === 'object' && value !== null) return undefined;
    if (value !== null) headers.push([name, String(value)]);
  }
  for (const [name, values] of Object.entries(multi ?? {})) {
    if (!Array.isArray(values)) return undefined;
    for (const value of values) headers.push([name, String(value)]);
  }
  return headers;
}

function isMap(value: unknown): value is Record<string, unknown> | null | undefined {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}
