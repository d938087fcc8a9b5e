/**
 * The one HTTP port: AWS's protocols for every service, and Stepwell's own endpoints beside them.
 *
 * S1 Loopback only, unless told otherwise; elsewhere requests must be signed. S2 No request ends the server. S3 `stop` lets what
 * runs finish, for a while. S4 A sender that dawdles over its headers or its body is cut off; an operation may take its time.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SecretLookup } from './authenticate.ts';
import { AwsHandler } from './aws-handler.ts';
import { foreignRequest } from './foreign-request.ts';
import { type GatewayLogger, silentLogger } from './gateway-logger.ts';
import type { Service } from './operation.ts';
import { handleOwn, type OwnHandlerOptions } from './own-handler.ts';
import { jsonResponse, type OwnRoute, OwnRouteTable } from './own-routes.ts';
import { ServiceBinding } from './service-binding.ts';
import type { LimitPolicy } from './validate-input.ts';

export interface GatewayOptions {
  readonly services: readonly Service[];
  readonly ownRoutes?: readonly OwnRoute[];
  /** A route that takes every request to a host name, whatever its path: deployed HTTP APIs have hosts of their own. */
  readonly hostRoute?: (host: string) => OwnRoute | undefined;
  /** 127.0.0.1 if absent. */
  readonly host?: string;
  /** 4566 if absent; 0 takes any that is free. */
  readonly port?: number;
  /** Absent: only when `host` is not loopback. */
  readonly requireSignature?: boolean;
  /** Secrets of the access keys that may sign. */
  readonly secretFor?: SecretLookup;
  readonly logger?: GatewayLogger;
  /** Of a body that is held in memory; streams have no limit. 128 MiB if absent: a Lambda zip in base64. */
  readonly maxBodyBytes?: number;
  /** Longest wait for the next bytes of a body. 60 s if absent. */
  readonly idleTimeoutMs?: number;
  /** Longest wait for a request's headers. 20 s if absent. */
  readonly headersTimeoutMs?: number;
  /** Host names, beside addresses and `localhost`, under which the own endpoints answer. */
  readonly allowedHosts?: readonly string[];
  /** Upper limits of the model that are lifted. */
  readonly isLifted?: LimitPolicy;
  /** Reported by the health endpoints. */
  readonly version?: string;
  /** Milliseconds since the epoch, for signatures. */
  readonly now?: () => number;
}

export interface Gateway {
  /** Resolves with the address once it listens. */
  start(): Promise<{ readonly host: string; readonly port: number; readonly url: string }>;
  /** Takes no more, waits up to `graceMs` (10 s) for what runs, then closes what is left. */
  stop(graceMs?: number): Promise<void>;
}

const DEFAULT_PORT = 4566;
const DEFAULT_MAX_BODY_BYTES = 128 * 1024 * 1024;
const KEEP_ALIVE_MS = 65_000;
/** A link to an operation of the Query protocol, as notifications carry: a browser that follows it does not want the console. */
const ACTION = /(?:^|&)Action=/;
const SWEEP_MS = 20;
/** An object may hold a page with scripts. It runs without this server's origin: the console and every operation are out of its reach. */
const STRANGERS_PAGE = 'sandbox allow-scripts allow-forms allow-modals allow-popups allow-downloads';

export function createGateway(options: GatewayOptions): Gateway {
  return new HttpGateway(options);
}

class HttpGateway implements Gateway {
  readonly #options: GatewayOptions;
  readonly #logger: GatewayLogger;
  readonly #aws: AwsHandler;
  readonly #own: OwnRouteTable;
  readonly #ownOptions: OwnHandlerOptions;
  readonly #requireSignature: boolean;
  readonly #server: Server;
  #isStopping = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
    const idleTimeoutMs = options.idleTimeoutMs ?? 60_000;
    this.#requireSignature = options.requireSignature ?? !isLoopback(options.host ?? '127.0.0.1');
    const bindings = options.services.map((service) => new ServiceBinding(service));
    this.#aws = new AwsHandler({
      bindings,
      logger: this.#logger,
      maxBodyBytes,
      idleTimeoutMs,
      requireSignature: this.#requireSignature,
      secretFor: options.secretFor,
      isLifted: options.isLifted,
      now: options.now ?? Date.now,
    });
    this.#own = new OwnRouteTable([...(options.ownRoutes ?? []), localstackHealth(bindings, options.version ?? '')]);
    this.#ownOptions = {
      logger: this.#logger,
      maxBodyBytes,
      idleTimeoutMs,
      allowedHosts: options.allowedHosts ?? [],
      requireSignature: this.#requireSignature,
    };
    this.#server = this.#createServer();
  }

  #createServer(): Server {
    const headersTimeout = this.#options.headersTimeoutMs ?? 20_000;
    const server = createServer({
      headersTimeout,
      // Bodies have their own timeout, which an upload that makes progress never meets.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(5_000, headersTimeout / 2),
    });
    server.on('request', (request, response) => this.#handle(request, response));
    server.on('checkContinue', (request, response) => {
      let isContinued = false;
      const beforeRead = () => {
        if (!isContinued) response.writeContinue();
        isContinued = true;
      };
      // Who was never told to go on may or may not send the body: the connection cannot be used again.
      response.on('prefinish', () => isContinued || response.socket?.end());
      this.#handle(request, response, beforeRead);
    });
    server.on('clientError', refuseMalformed);
    return server;
  }

  #handle(request: IncomingMessage, response: ServerResponse, beforeRead?: () => void): void {
    if (this.#isStopping) response.setHeader('connection', 'close');
    response.on('error', () => {});
    this.#dispatch(request, response, beforeRead).catch((error: unknown) => {
      this.#logger.error('A request could not be answered', {
        stack: error instanceof Error ? error.stack : String(error),
      });
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  }

  async #dispatch(request: IncomingMessage, response: ServerResponse, beforeRead?: () => void): Promise<void> {
    const url = request.url ?? '/';
    // A request through a proxy names the whole URL.
    const start = url.startsWith('/') ? 0 : Math.max(0, url.indexOf('/', url.indexOf('//') + 2));
    const mark = url.indexOf('?');
    const path = url.slice(start, mark < 0 ? undefined : mark) || '/';
    const rawQuery = mark < 0 ? '' : url.slice(mark + 1);
    const headers = request.headers as Record<string, string>;
    const hostRoute = this.#options.hostRoute?.(headers['host'] ?? '');
    if (hostRoute) {
      const match = { route: hostRoute, params: {} };
      await handleOwn(match, { request, response, path, rawQuery, beforeRead }, this.#ownOptions);
      return;
    }
    if (
      path.startsWith('/_') ||
      (path === '/' ? isBrowser(request) && !ACTION.test(rawQuery) : headers['x-amz-target'] === undefined)
    ) {
      const match = this.#own.match(request.method ?? 'GET', path);
      if (match || path.startsWith('/_')) {
        await handleOwn(match, { request, response, path, rawQuery, beforeRead }, this.#ownOptions);
        return;
      }
    }
    // Where signatures are verified, they tell whose a request is.
    const refusal = this.#requireSignature
      ? undefined
      : foreignRequest({
          method: request.method ?? 'GET',
          rawQuery,
          headers,
          allowedHosts: this.#ownOptions.allowedHosts,
        });
    if (refusal !== undefined) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end(`${refusal}\n`);
      request.resume();
      return;
    }
    if (isPage(headers)) {
      response.setHeader('content-security-policy', STRANGERS_PAGE);
      response.setHeader('x-content-type-options', 'nosniff');
    }
    await this.#aws.handle(request, response, path, rawQuery, beforeRead);
  }

  start(): Promise<{ readonly host: string; readonly port: number; readonly url: string }> {
    const host = this.#options.host ?? '127.0.0.1';
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port ?? DEFAULT_PORT, host, () => {
        this.#server.removeListener('error', reject);
        this.#server.on('error', (error) => this.#logger.error('The server failed', { stack: error.stack }));
        const { port } = this.#server.address() as AddressInfo;
        resolve({ host, port, url: `http://${host.includes(':') ? `[${host}]` : host}:${port}` });
      });
    });
  }

  stop(graceMs = 10_000): Promise<void> {
    this.#isStopping = true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#server.closeAllConnections(), graceMs);
      // A connection whose request was running becomes idle later, and would be kept alive.
      const sweep = setInterval(() => this.#server.closeIdleConnections(), SWEEP_MS);
      this.#server.close(() => {
        clearTimeout(timer);
        clearInterval(sweep);
        resolve();
      });
      this.#server.closeIdleConnections();
    });
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isBrowser({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.authorization === undefined && (headers.accept?.includes('text/html') ?? false);
}

/** Somebody opens an object, or an answer, in a browser. */
function isPage(headers: Readonly<Record<string, string>>): boolean {
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined) return /^(?:document|i?frame|embed|object)$/.test(destination);
  return headers['accept']?.includes('text/html') ?? false;
}

/** What is no HTTP cannot be answered in any protocol of AWS's. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: import('node:stream').Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Where tools that wait for LocalStack look. */
function localstackHealth(bindings: readonly ServiceBinding[], version: string): OwnRoute {
  return {
    method: 'GET',
    path: '/_localstack/health',
    isForNetwork: true,
    handler: () =>
      jsonResponse({
        services: Object.fromEntries(bindings.map(({ service }) => [service.model, 'running'])),
        edition: 'stepwell',
        version,
      }),
  };
}
