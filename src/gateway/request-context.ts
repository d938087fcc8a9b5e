/** What an operation learns of its request. The abort signal and the base URL are made only if somebody asks. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallerIdentity } from './caller-identity.ts';
import type { OperationContext } from './operation.ts';

export class RequestContext implements OperationContext {
  readonly region: string;
  readonly account: string;
  readonly accessKeyId: string | undefined;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly trailers: Record<string, string> = {};
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #signal: AbortSignal | undefined;
  status: number | undefined;
  extraHeaders: Record<string, string> | undefined;

  constructor(
    identity: CallerIdentity,
    requestId: string,
    headers: Readonly<Record<string, string>>,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    this.region = identity.region;
    this.account = identity.account;
    this.accessKeyId = identity.accessKeyId;
    this.requestId = requestId;
    this.headers = headers;
    this.#request = request;
    this.#response = response;
  }

  get signal(): AbortSignal {
    if (this.#signal) return this.#signal;
    const controller = new AbortController();
    const response = this.#response;
    if (response.destroyed) controller.abort();
    else response.once('close', () => response.writableFinished || controller.abort());
    this.#signal = controller.signal;
    return this.#signal;
  }

  get baseUrl(): string {
    const { socket } = this.#request;
    const host = this.headers['host'] ?? `${socket.localAddress ?? '127.0.0.1'}:${socket.localPort ?? ''}`;
    return `http://${host}`;
  }

  setStatus(status: number): void {
    this.status = status;
  }

  setHeader(name: string, value: string): void {
    this.extraHeaders ??= {};
    this.extraHeaders[name.toLowerCase()] = value;
  }
}
