/**
 * Stepwell's own endpoints beside AWS's: health, console, mailbox. Whoever builds one hands in a route.
 *
 * O1 Routes that are not `public` answer only to a Host and an Origin of this machine: a web page that rebinds its name to loopback gets nothing.
 * O2 Nobody signs requests to them: where AWS's operations want signatures, they answer only to clients on this machine.
 */
import type { ByteStream } from './operation.ts';

export interface OwnRequest {
  readonly method: string;
  readonly path: string;
  /** Of the pattern, decoded; `*` holds the rest of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** As it came, without the question mark. */
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As they came: names and values in turn, repeated ones too. */
  readonly rawHeaders: readonly string[];
  /** Of the client's end of the connection. */
  readonly remoteAddress: string;
  /** Aborts when the client went away. */
  readonly signal: AbortSignal;
  /** The whole body, at most `maxBodyBytes`. */
  body(): Promise<Buffer>;
  stream(): ByteStream;
}

export interface OwnResponse {
  /** 200 if absent. */
  readonly status?: number;
  /** A list is sent as repeated headers. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A stream is sent as it comes: server-sent events. It ends early when the client goes away. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array | string>;
}

export interface OwnRoute {
  /** `*` means any. */
  readonly method: string;
  /** `/_stepwell/executions/:arn`, `/_stepwell/console/*`. */
  readonly path: string;
  readonly handler: (request: OwnRequest) => Promise<OwnResponse> | OwnResponse;
  /** For other sites and hosts too: a deployed HTTP API. */
  readonly isPublic?: boolean;
  /** For other machines too, where the server listens off loopback: it tells nothing, or only to who knows what to ask for. */
  readonly isForNetwork?: boolean;
}

export interface OwnMatch {
  readonly route: OwnRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** An answer in JSON. */
export function jsonResponse(value: unknown, status = 200): OwnResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export class OwnRouteTable {
  readonly #routes: readonly { readonly route: OwnRoute; readonly parts: readonly string[] }[];
  readonly #firstParts: ReadonlySet<string>;
  readonly #hasOpenRoutes: boolean;

  constructor(routes: readonly OwnRoute[]) {
    this.#routes = routes.map((route) => ({ route, parts: route.path.split('/').slice(1) }));
    this.#firstParts = new Set(this.#routes.map(({ parts }) => parts[0] as string));
    this.#hasOpenRoutes = [...this.#firstParts].some((part) => part.startsWith(':') || part === '*');
  }

  /** `'MethodNotAllowed'` if only the method is wrong; `undefined` if no route has such a path. */
  match(method: string, path: string): OwnMatch | 'MethodNotAllowed' | undefined {
    const end = path.indexOf('/', 1);
    const first = path.slice(1, end < 0 ? undefined : end);
    if (!this.#hasOpenRoutes && !this.#firstParts.has(first)) return undefined;
    const actual = path.split('/').slice(1);
    let isPathKnown = false;
    for (const { route, parts } of this.#routes) {
      const params = matchParts(parts, actual);
      if (!params) continue;
      const allowed = route.method === '*' || route.method === method || (route.method === 'GET' && method === 'HEAD');
      if (allowed) return { route, params };
      isPathKnown = true;
    }
    return isPathKnown ? 'MethodNotAllowed' : undefined;
  }
}

function matchParts(parts: readonly string[], actual: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    if (part === '*') {
      const rest = decoded(actual.slice(i).join('/'));
      return rest === undefined ? undefined : { ...params, '*': rest };
    }
    const value = actual[i];
    if (value === undefined) return undefined;
    if (part.startsWith(':')) {
      const text = decoded(value);
      if (text === undefined || text === '') return undefined;
      params[part.slice(1)] = text;
    } else if (part !== value) {
      return undefined;
    }
  }
  return parts.length === actual.length ? params : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Names that cannot be rebound: an address is what it is, and `localhost` is resolved by the machine itself. */
export function isLocalName(host: string, allowedHosts: readonly string[]): boolean {
  const name = host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) ||
    /^[0-9a-f:]*:[0-9a-f:.]*$/.test(name) ||
    allowedHosts.includes(name)
  );
}

/** Whether a request comes from this machine's own pages and tools, as far as its headers tell. */
export function isFromHere(headers: Readonly<Record<string, string>>, allowedHosts: readonly string[]): boolean {
  const host = headers['host'];
  if (host === undefined || !isLocalName(host, allowedHosts)) return false;
  const origin = headers['origin'];
  if (origin === undefined)
    return headers['sec-fetch-site'] !== 'cross-site' || headers['sec-fetch-mode'] === 'navigate';
  // A page of the same address is ours. Another port of this machine is somebody else.
  return origin === `http://${host}` || origin === `https://${host}`;
}
