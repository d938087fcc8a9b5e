/**
 * Talks to a `provided.*` bootstrap: serves it AWS's Lambda Runtime API (2018-06-01) on a loopback port of its own.
 *
 * A1 The process is ready when it first asks for an invocation. A2 Each invocation is handed out once and answered once; what comes for
 * another request id is refused. A3 Bodies are bounded.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChildGroup } from './child-group.ts';
import { errorJson, MAX_RESPONSE_BYTES, type ProcessEnd, responseTooLarge } from './failures.ts';
import type { ChannelAnswer, ChannelRequest, ChannelStart, HandlerChannel } from './handler-channel.ts';

const PREFIX = '/2018-06-01/runtime/';

export class RuntimeApiChannel implements HandlerChannel {
  readonly started: Promise<ChannelStart>;
  readonly ended: Promise<ProcessEnd>;
  readonly #server: Server;
  #group: ChildGroup | undefined;
  #isKilled = false;
  #isEnded = false;
  #resolveStarted!: (start: ChannelStart) => void;
  #request: ChannelRequest | undefined;
  #isTaken = false;
  #pending: ((answer: ChannelAnswer) => void) | undefined;
  #poll: ServerResponse | undefined;

  /** `startGroup` starts the process, told the API's address. */
  constructor(startGroup: (address: string) => ChildGroup) {
    this.started = new Promise((resolve) => {
      this.#resolveStarted = resolve;
    });
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    // A poll waits for as long as the process is idle.
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = 0;
    this.ended = this.#run(startGroup);
  }

  get pid(): number | undefined {
    return this.#group?.pid;
  }

  invoke(request: ChannelRequest): Promise<ChannelAnswer> {
    if (this.#isEnded) return Promise.resolve({ type: 'Undelivered' });
    return new Promise((resolve) => {
      this.#request = request;
      this.#isTaken = false;
      this.#pending = resolve;
      this.#handOut();
    });
  }

  kill(): void {
    this.#isKilled = true;
    this.#group?.kill();
  }

  async #run(startGroup: (address: string) => ChildGroup): Promise<ProcessEnd> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    this.#group = startGroup(`127.0.0.1:${port}`);
    if (this.#isKilled) this.#group.kill();
    const end = await this.#group.ended;
    this.#isEnded = true;
    this.#server.close();
    this.#server.closeAllConnections();
    this.#resolveStarted({ type: 'Ended', end });
    this.#answer(this.#isTaken ? { type: 'Ended', end } : { type: 'Undelivered' });
    return end;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${PREFIX}invocation/next`) {
      this.#onPoll(response);
      return;
    }
    const body = await readBody(request);
    if (request.method !== 'POST' || !path.startsWith(PREFIX)) {
      reply(response, 404, errorJson('NotFound', `There is no ${request.method} ${path} in the Runtime API.`));
      return;
    }
    this.#onPost(path.slice(PREFIX.length), body, response);
  }

  #onPoll(response: ServerResponse): void {
    this.#poll = response;
    response.on('close', () => {
      if (this.#poll === response) this.#poll = undefined;
    });
    this.#resolveStarted({ type: 'Ready' });
    this.#handOut();
  }

  #handOut(): void {
    const request = this.#request;
    if (!request || !this.#poll || this.#isTaken) return;
    const response = this.#poll;
    this.#poll = undefined;
    this.#isTaken = true;
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': request.requestId,
      'lambda-runtime-deadline-ms': String(request.deadlineMs),
      'lambda-runtime-invoked-function-arn': request.functionArn,
      'lambda-runtime-trace-id': request.traceId,
      ...(request.clientContext === undefined ? {} : { 'lambda-runtime-client-context': request.clientContext }),
    });
    response.end(request.payload);
  }

  #onPost(path: string, body: string | undefined, response: ServerResponse): void {
    if (path === 'init/error') {
      reply(response, 202, ACCEPTED);
      this.#resolveStarted({ type: 'InitFailed', payload: body ?? '{}' });
      return;
    }
    const [, requestId, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (requestId === undefined || !this.#isTaken || requestId !== this.#request?.requestId) {
      reply(response, 400, errorJson('InvalidRequestID', 'Invalid request ID'));
      return;
    }
    if (body === undefined) {
      const message = `Exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
      reply(response, 413, errorJson('RequestEntityTooLarge', message));
      this.#answer({ type: 'Answered', isError: true, payload: responseTooLarge() });
      return;
    }
    reply(response, 202, ACCEPTED);
    this.#answer({ type: 'Answered', isError: kind === 'error', payload: body });
  }

  #answer(answer: ChannelAnswer): void {
    const resolve = this.#pending;
    this.#pending = undefined;
    this.#request = undefined;
    resolve?.(answer);
  }
}

const ACCEPTED = '{"status":"OK"}\n';

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body);
}

/** `undefined`: over the limit; the rest is read and dropped, so that the process sees its answer. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk);
  }
  return size > MAX_RESPONSE_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}
