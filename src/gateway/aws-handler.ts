/**
 * One AWS request from its first byte to its answer: identity → route → signature → body → decode → validate → operation → encode.
 *
 * H1 Whatever a client sends, the answer is an AWS error of the protocol that it speaks. H2 A bug in an operation is `InternalFailure` for the client,
 * a stack in the log for the operator, and nothing for anybody else.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate, authenticateV2, type SecretLookup } from './authenticate.ts';
import { callerIdentity } from './caller-identity.ts';
import type { GatewayLogger } from './gateway-logger.ts';
import { withHoistedHeaders } from './hoisted-headers.ts';
import { ApiError } from './operation.ts';
import type { Protocol, ProtocolName, WireResponse } from './protocol.ts';
import { isForm } from './protocol-query.ts';
import { ClientGone, RequestBody } from './request-body.ts';
import { RequestContext } from './request-context.ts';
import { type Route, ServiceRouter } from './route-request.ts';
import { type BoundOperation, PROTOCOLS, type ServiceBinding } from './service-binding.ts';
import type { ServiceModel } from './service-model.ts';
import { parsePresignedV2 } from './sigv2.ts';
import { parseSignature, type Signature } from './sigv4.ts';
import { openPayload } from './streaming-payload.ts';
import { unknownOperation, unreadablePath } from './unknown-operation.ts';
import { type LimitPolicy, validateInput } from './validate-input.ts';
import { writeResponse } from './write-response.ts';

export interface AwsHandlerOptions {
  readonly bindings: readonly ServiceBinding[];
  readonly logger: GatewayLogger;
  readonly maxBodyBytes: number;
  readonly idleTimeoutMs: number;
  readonly requireSignature: boolean;
  readonly secretFor?: SecretLookup;
  readonly isLifted?: LimitPolicy;
  readonly now: () => number;
}

/** A request as the steps below pass it on. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody;
  readonly signature: Signature | undefined;
}

const EMPTY = Buffer.alloc(0);

export class AwsHandler {
  readonly #options: AwsHandlerOptions;
  readonly #router: ServiceRouter;

  constructor(options: AwsHandlerOptions) {
    this.#options = options;
    this.#router = new ServiceRouter(options.bindings);
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    rawQuery: string,
    beforeRead?: () => void,
  ): Promise<void> {
    const { maxBodyBytes, idleTimeoutMs } = this.#options;
    const headers = request.headers as Record<string, string>;
    const exchange: Exchange = {
      request,
      response,
      path,
      rawQuery,
      headers,
      body: new RequestBody(request, { maxBytes: maxBodyBytes, idleTimeoutMs, beforeRead }),
      signature: parseSignature({ rawQuery, headers }),
    };
    let answer: WireResponse | undefined;
    const known: Known = { protocol: 'rest-json' };
    try {
      answer = await this.#answer(exchange, known);
    } catch (error) {
      answer = this.#failure(error, known, exchange);
    }
    if (!answer) {
      request.destroy();
      return;
    }
    await writeResponse(request, response, answer, this.#options.logger);
  }

  async #answer(exchange: Exchange, known: Known): Promise<WireResponse> {
    const { request, headers, path, rawQuery, signature, body } = exchange;
    const method = request.method ?? 'GET';
    const target = headers['x-amz-target'];
    const formBytes = target === undefined && method === 'POST' && isForm(headers) ? await body.bytes() : undefined;
    const route = this.#router.route({
      method,
      path,
      rawQuery,
      headers,
      signingName: signature?.service,
      form: formBytes?.toString('utf8'),
    });
    const bound = this.#found(route, known, exchange);
    const isS3 = bound.binding.model.name === 's3';
    const presignedV2 = isS3 && !signature ? parsePresignedV2(rawQuery) : undefined;
    const identity = callerIdentity(signature, presignedV2);
    known.requestId = isS3 ? randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase() : randomUUID();
    const secret = presignedV2
      ? authenticateV2(this.#options, exchange, presignedV2)
      : authenticate(this.#options, exchange, isUnauthenticated(bound));
    const context = new RequestContext(identity, known.requestId, headers, request, exchange.response);
    known.context = context;
    const payload = await openPayload(exchange, bound, {
      formBytes,
      secret,
      trailers: context.trailers,
      maxBytes: this.#options.maxBodyBytes,
    });
    const labels = route.type === 'Found' ? route.labels : {};
    const isPresigned = presignedV2 !== undefined || signature?.isPresigned === true;
    const input = bound.codec.decode({
      headers: isS3 && isPresigned ? withHoistedHeaders(payload.headers, rawQuery) : payload.headers,
      labels,
      rawQuery,
      body: payload.bytes ?? EMPTY,
      stream: payload.stream,
    });
    if (isSqsUrl(bound, path)) input['QueueUrl'] ??= `${context.baseUrl}${path}`;
    if (!bound.checksInput) validateInput(bound.binding.model, bound.model, input, this.#options.isLifted);
    if (!bound.run) throw unknownOperation(bound.binding.model, bound.protocol, bound.model.name);
    const running = bound.run(input, context);
    const output = running instanceof Promise ? await running : running;
    const answer = bound.codec.encode(output, known.requestId);
    if (context.extraHeaders) Object.assign(answer.headers, context.extraHeaders);
    return context.status === undefined ? answer : { ...answer, status: context.status };
  }

  #found(route: Route, known: Known, { headers }: Exchange): BoundOperation {
    if (route.type === 'Found') {
      known.protocol = route.bound.protocol;
      known.model = route.bound.binding.model;
      known.operation = route.bound.model.name;
      if (!route.bound.run) {
        this.#options.logger.warn('An operation is not implemented', {
          service: known.model.name,
          operation: known.operation,
        });
      }
      return route.bound;
    }
    known.protocol = route.protocol;
    if (route.type !== 'UnknownService') known.model = route.binding.model;
    if (route.type === 'UnreadablePath') throw unreadablePath(route.binding.model);
    this.#options.logger.warn('A request was for nothing that is known here', {
      service: known.model?.name,
      name: route.name,
      userAgent: headers['user-agent'],
    });
    throw unknownOperation(known.model, route.protocol, route.name, true);
  }

  /** `undefined` where nobody is left to answer. */
  #failure(error: unknown, known: Known, { path, request }: Exchange): WireResponse | undefined {
    if (error instanceof ClientGone) return undefined;
    const requestId = known.requestId ?? randomUUID();
    const protocol: Protocol = PROTOCOLS[known.protocol];
    const model = known.model ?? NO_MODEL;
    if (error instanceof ApiError) {
      const answer = protocol.encodeError(model, error, requestId);
      return { ...answer, headers: { ...answer.headers, ...known.context?.extraHeaders } };
    }
    this.#options.logger.error('An operation failed on a bug', {
      service: model.name,
      operation: known.operation,
      method: request.method,
      path,
      requestId,
      stack: error instanceof Error ? error.stack : String(error),
    });
    return protocol.encodeError(model, internalFailure(known.protocol), requestId);
  }
}

/** What is known of a request when it fails. */
interface Known {
  protocol: ProtocolName;
  model?: ServiceModel;
  operation?: string;
  requestId?: string;
  /** Headers that the operation set before it failed go with its error. */
  context?: RequestContext;
}

function internalFailure(protocol: ProtocolName): ApiError {
  const message = 'We encountered an internal error. Please try again.';
  return protocol === 'rest-xml'
    ? new ApiError('InternalError', message, { status: 500 })
    : new ApiError('InternalFailure', message, { status: 500 });
}

/** For errors of requests whose service is not known. */
const NO_MODEL: ServiceModel = {
  name: '',
  serviceId: '',
  apiVersion: '',
  protocols: [],
  jsonVersion: '1.0',
  signingName: '',
  endpointPrefix: '',
  queryCompatible: false,
  operations: new Map(),
  errors: new Map(),
  shape: (name) => {
    throw new Error(`There is no shape ${name}`);
  },
};

/** SNS's two links in notifications carry their own secret: the token, and the subscription's random id. */
function isUnauthenticated({ binding, model }: BoundOperation): boolean {
  return (
    model.unauthenticated ||
    (binding.model.name === 'sns' && (model.name === 'ConfirmSubscription' || model.name === 'Unsubscribe'))
  );
}

/** SQS's Query requests may name their queue by the URL that they are sent to. */
function isSqsUrl({ binding, protocol, model }: BoundOperation, path: string): boolean {
  return (
    binding.model.name === 'sqs' &&
    protocol === 'query' &&
    path.length > 1 &&
    (model.input?.memberByName.has('QueueUrl') ?? false)
  );
}
