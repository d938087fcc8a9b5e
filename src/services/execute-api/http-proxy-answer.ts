/** What a function returned, as an answer of an HTTP API. In format 2.0 a value without `statusCode` is the body itself. */
import { type ApiResponse, headerOf } from './api-message.ts';
import { proxyHeaders } from './proxy-answer.ts';

/** `undefined` if the answer is malformed. */
export function httpProxyAnswer(text: string, format: string): ApiResponse | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(answer) || answer['statusCode'] === undefined) {
    return format === '2.0' ? inferred(answer) : undefined;
  }
  const status = Number(answer['statusCode']);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const body = answer['body'] ?? '';
  if (typeof body !== 'string') return undefined;
  const headers = proxyHeaders(answer['headers'], format === '1.0' ? answer['multiValueHeaders'] : undefined);
  if (!headers) return undefined;
  const { cookies } = answer;
  if (cookies !== undefined) {
    if (!Array.isArray(cookies)) return undefined;
    for (const cookie of cookies) headers.push(['Set-Cookie', String(cookie)]);
  }
  if (headerOf(headers, 'content-type') === undefined && body !== '')
    headers.push(['Content-Type', 'text/plain;charset=UTF-8']);
  return { status, headers, body: Buffer.from(body, answer['isBase64Encoded'] === true ? 'base64' : 'utf8') };
}

function inferred(answer: unknown): ApiResponse {
  const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return { status: 200, headers: [['Content-Type', 'application/json']], body: Buffer.from(body) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
