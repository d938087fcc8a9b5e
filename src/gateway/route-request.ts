/**
 * Which service, protocol and operation a request is for.
 *
 * In this order: `X-Amz-Target`; the credential scope of the signature; a form with `Action` and `Version`; the host; the shape of the path; else S3, path style.
 */
import type { ProtocolName } from './protocol.ts';
import { PathError } from './rest-router.ts';
import type { BoundOperation, ServiceBinding } from './service-binding.ts';

export interface RoutableRequest {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the credential scope. */
  readonly signingName?: string;
  /** The form, where the request has one. */
  readonly form?: string;
}

export type Route =
  | { readonly type: 'Found'; readonly bound: BoundOperation; readonly labels: Readonly<Record<string, string>> }
  /** The service is known, the operation is not. */
  | {
      readonly type: 'UnknownOperation';
      readonly binding: ServiceBinding;
      readonly protocol: ProtocolName;
      readonly name: string;
    }
  | { readonly type: 'UnreadablePath'; readonly binding: ServiceBinding; readonly protocol: ProtocolName }
  | { readonly type: 'UnknownService'; readonly name: string; readonly protocol: ProtocolName };

const NO_LABELS: Readonly<Record<string, string>> = {};

export class ServiceRouter {
  readonly #bindings: readonly ServiceBinding[];
  readonly #byTarget = new Map<string, Route>();
  readonly #byTargetPrefix: ReadonlyMap<string, ServiceBinding>;
  readonly #s3: ServiceBinding | undefined;

  constructor(bindings: readonly ServiceBinding[]) {
    this.#bindings = bindings;
    this.#byTargetPrefix = new Map(bindings.map((binding) => [binding.model.targetPrefix ?? '', binding]));
    this.#s3 = bindings.find((binding) => binding.model.name === 's3');
  }

  route(request: RoutableRequest): Route {
    const target = request.headers['x-amz-target'];
    if (target !== undefined && request.method === 'POST') return this.#routeTarget(target);
    const scoped = this.#scoped(request.signingName);
    const action = actionOf(request);
    if (action && !isS3Name(request.signingName)) return this.#routeAction(action, scoped);
    return this.#routeRest(request, scoped);
  }

  #routeTarget(target: string): Route {
    const known = this.#byTarget.get(target);
    if (known) return known;
    const dot = target.lastIndexOf('.');
    const [prefix, name] = [target.slice(0, Math.max(0, dot)), target.slice(dot + 1)];
    const binding = prefix === '' ? undefined : this.#byTargetPrefix.get(prefix);
    if (!binding) return { type: 'UnknownService', name: target, protocol: 'json' };
    const bound = binding.bind('json', name);
    if (!bound) return { type: 'UnknownOperation', binding, protocol: 'json', name };
    const route: Route = { type: 'Found', bound, labels: NO_LABELS };
    this.#byTarget.set(target, route);
    return route;
  }

  #scoped(signingName: string | undefined): readonly ServiceBinding[] | undefined {
    if (signingName === undefined) return undefined;
    const name = isS3Name(signingName) ? 's3' : signingName;
    return this.#bindings.filter(({ model }) => model.signingName === name);
  }

  #routeAction({ name, version }: Action, scoped: readonly ServiceBinding[] | undefined): Route {
    const speakers = (scoped ?? this.#bindings).filter((binding) => binding.protocols.includes('query'));
    const binding =
      speakers.find(({ model }) => model.apiVersion === version && model.operations.has(name)) ??
      speakers.find(({ model }) => model.operations.has(name)) ??
      speakers.find(({ model }) => model.apiVersion === version) ??
      (scoped ? speakers[0] : undefined);
    if (!binding) return { type: 'UnknownService', name: `${name} ${version ?? ''}`.trim(), protocol: 'query' };
    const bound = binding.bind('query', name);
    return bound
      ? { type: 'Found', bound, labels: NO_LABELS }
      : { type: 'UnknownOperation', binding, protocol: 'query', name };
  }

  #routeRest(request: RoutableRequest, scoped: readonly ServiceBinding[] | undefined): Route {
    const host = s3Host(request.headers['host'] ?? '');
    if (host && this.#s3 && (scoped === undefined || scoped.includes(this.#s3))) {
      const path = host.bucket === undefined ? request.path : `/${host.bucket}${request.path}`;
      return matchRest([this.#s3], { ...request, path }) ?? unknownRest(this.#s3, request);
    }
    const speakers = (scoped ?? this.#bindings).filter((binding) => binding.restProtocol && binding !== this.#s3);
    const found = matchRest(speakers, request);
    if (found) return found;
    if (scoped && !(this.#s3 && scoped.includes(this.#s3))) {
      const [binding] = speakers;
      if (binding) return unknownRest(binding, request);
      // Signed for a service that speaks no REST, yet neither a target nor an action.
      const [other] = scoped;
      if (!other) return { type: 'UnknownService', name: request.signingName ?? '', protocol: 'rest-json' };
      return { type: 'UnknownOperation', binding: other, protocol: other.protocols[0] as ProtocolName, name: '' };
    }
    if (!this.#s3) return { type: 'UnknownService', name: `${request.method} ${request.path}`, protocol: 'rest-json' };
    return matchRest([this.#s3], request) ?? unknownRest(this.#s3, request);
  }
}

function isS3Name(name: string | undefined): boolean {
  return name === 's3' || name === 's3express';
}

function matchRest(bindings: readonly ServiceBinding[], request: RoutableRequest): Route | undefined {
  const query = new URLSearchParams(request.rawQuery);
  for (const binding of bindings) {
    const protocol = binding.restProtocol as ProtocolName;
    try {
      const match = binding.router.match(request.method, request.path, query, request.headers);
      const bound = match && binding.bind(protocol, match.operation.name);
      if (bound) return { type: 'Found', bound, labels: match.labels };
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      return { type: 'UnreadablePath', binding, protocol };
    }
  }
  return undefined;
}

function unknownRest(binding: ServiceBinding, { method, path }: RoutableRequest): Route {
  return {
    type: 'UnknownOperation',
    binding,
    protocol: binding.restProtocol as ProtocolName,
    name: `${method} ${path}`,
  };
}

interface Action {
  readonly name: string;
  readonly version?: string;
}

function actionOf({ form, rawQuery }: RoutableRequest): Action | undefined {
  for (const text of [form, rawQuery]) {
    if (!text?.includes('Action=')) continue;
    const parameters = new URLSearchParams(text);
    const name = parameters.get('Action');
    if (name) return { name, version: parameters.get('Version') ?? undefined };
  }
  return undefined;
}

/** `bucket.s3.us-east-1.amazonaws.com`, `s3.localhost:4566`, `bucket.s3.localhost`. Bucket names may hold dots. */
export function s3Host(host: string): { readonly bucket?: string } | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const match = /^(?:(.+)\.)?s3(?:[.-](?:dualstack|[a-z]{2,}(?:-[a-z]+)+-\d+))*\.[a-z]/.exec(name);
  return match ? { bucket: match[1] } : undefined;
}
