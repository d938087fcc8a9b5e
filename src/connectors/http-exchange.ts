/**
 * One HTTP exchange with whoever listens at a URL: for tasks and integrations that speak to services of the user's own.
 *
 * 1. Answers are bounded in size. 2. Redirects are not followed and bodies are not unpacked: callers see what was sent.
 */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface HttpExchange {
  readonly method: string;
  readonly url: string;
  /** A list is sent as repeated headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  readonly maxBytes?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Rejects if nobody answers, or with the signal's reason. */
export type SendHttp = (exchange: HttpExchange) => Promise<HttpAnswer>;

const DEFAULT_MAX_BYTES = 10 * 1_048_576;

export const sendHttp: SendHttp = ({ method, url, headers, body, signal, maxBytes = DEFAULT_MAX_BYTES }) =>
  new Promise((resolve, reject) => {
    const target = new URL(url);
    const send = target.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = { ...headers } as Record<string, string | string[]>;
    if (body && body.length > 0) outgoing['content-length'] = String(body.length);
    const request = send(target, { method, headers: outgoing, signal }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) request.destroy(new Error(`The answer is larger than ${maxBytes} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        const raw = response.rawHeaders;
        resolve({
          status: response.statusCode ?? 0,
          statusText: response.statusMessage ?? '',
          headers: Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at]!, raw[2 * at + 1]!] as const),
          body: Buffer.concat(chunks),
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
