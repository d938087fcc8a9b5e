/** An HTTP answer as a task's result: what `apigateway:invoke` and `http:invoke` share. */

import { STATUS_CODES } from 'node:http';
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import { parseJson } from './payload.ts';

export interface HttpReply {
  readonly status: number;
  readonly statusText?: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** `{Headers: {name: [values]}, ResponseBody, StatusCode, StatusText}`; a body in JSON is parsed. */
export function httpResult(reply: HttpReply): { readonly [name: string]: Json } {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of reply.headers) {
    const existing = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
    if (existing === undefined) headers[name] = [value];
    else headers[existing]?.push(value);
  }
  return {
    Headers: headers,
    ResponseBody: replyBody(reply),
    StatusCode: reply.status,
    StatusText: statusText(reply),
  };
}

export function statusText({ status, statusText }: HttpReply): string {
  return statusText || STATUS_CODES[status] || '';
}

function replyBody({ headers, body }: HttpReply): Json {
  const text = body.toString('utf8');
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (text === '' || (type !== '' && !/json/i.test(type))) return text;
  return parseJson(text) ?? text;
}

export const isSuccess = ({ status }: HttpReply): boolean => status >= 200 && status < 300;

/** Query parameters of arguments: a value or a list of them by name. */
export function queryText(parameters: { readonly [name: string]: Json }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, valueText(one as Json));
  }
  return query.toString();
}

export function valueText(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** A body is JSON, unless it is a text: that goes as it is. */
export function bodyOf(value: Json | undefined): Buffer {
  if (value === undefined || value === null) return Buffer.alloc(0);
  return Buffer.from(valueText(value));
}
