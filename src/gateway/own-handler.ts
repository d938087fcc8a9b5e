/** Runs one of Stepwell's own routes: origin check, handler, answer. A handler that throws is a bug: status 500 and a stack in the log. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayLogger } from './gateway-logger.ts';
import { ApiError } from './operation.ts';
import { isFromHere, jsonResponse, type OwnMatch, type OwnRequest, type OwnResponse } from './own-routes.ts';
import { ClientGone, RequestBody } from './request-body.ts';
import { writeResponse } from './write-response.ts';

export interface OwnHandlerOptions {
  readonly logger: GatewayLogger;
  readonly allowedHosts: readonly string[];
  /** The server listens off loopback. */
  readonly requireSignature: boolean;
  readonly maxBodyBytes: number;
  readonly idleTimeoutMs: number;
}

export interface OwnCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly rawQuery: string;
  readonly beforeRead?: () => void;
}

export async function handleOwn(
  match: OwnMatch | 'MethodNotAllowed' | undefined,
  call: OwnCall,
  options: OwnHandlerOptions,
): Promise<void> {
  const answer = await answerOf(match, call, options);
  if (!answer) {
    call.request.destroy();
    return;
  }
  await writeResponse(
    call.request,
    call.response,
    {
      status: answer.status ?? 200,
      headers: { ...answer.headers } as Record<string, string>,
      body: answer.body as Uint8Array | undefined,
    },
    options.logger,
  );
}

async function answerOf(
  match: OwnMatch | 'MethodNotAllowed' | undefined,
  call: OwnCall,
  options: OwnHandlerOptions,
): Promise<OwnResponse | undefined> {
  const headers = call.request.headers as Record<string, string>;
  const isPublic = typeof match === 'object' && match.route.isPublic;
  if (!isPublic && !isFromHere(headers, options.allowedHosts)) {
    return jsonResponse(
      { message: 'This endpoint answers only to requests of this machine (Host and Origin are foreign)' },
      403,
    );
  }
  const isForNetwork = isPublic || (typeof match === 'object' && match.route.isForNetwork);
  if (options.requireSignature && !isForNetwork && !isThisMachine(call.request.socket.remoteAddress)) {
    return jsonResponse(
      { message: 'Off loopback this endpoint answers only to clients on its own machine: come through an SSH tunnel' },
      403,
    );
  }
  if (match === undefined) return jsonResponse({ message: `There is no ${call.path}` }, 404);
  if (match === 'MethodNotAllowed') return jsonResponse({ message: `${call.request.method} is not allowed here` }, 405);
  try {
    return await match.route.handler(toOwnRequest(match, call, options));
  } catch (error) {
    if (error instanceof ClientGone) return undefined;
    if (error instanceof ApiError) return jsonResponse({ code: error.code, message: error.message }, error.status);
    options.logger.error('An endpoint failed on a bug', {
      path: call.path,
      stack: error instanceof Error ? error.stack : String(error),
    });
    return jsonResponse({ message: 'Internal error; the server log has the stack' }, 500);
  }
}

function isThisMachine(remoteAddress: string | undefined): boolean {
  return remoteAddress !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(remoteAddress);
}

function toOwnRequest(match: OwnMatch, call: OwnCall, options: OwnHandlerOptions): OwnRequest {
  const { request, response } = call;
  const controller = new AbortController();
  response.once('close', () => response.writableFinished || controller.abort());
  const body = new RequestBody(request, {
    maxBytes: options.maxBodyBytes,
    idleTimeoutMs: options.idleTimeoutMs,
    beforeRead: call.beforeRead,
  });
  return {
    method: request.method ?? 'GET',
    path: call.path,
    params: match.params,
    query: new URLSearchParams(call.rawQuery),
    rawQuery: call.rawQuery,
    headers: request.headers as Record<string, string>,
    rawHeaders: request.rawHeaders,
    remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
    signal: controller.signal,
    body: () => body.bytes(),
    stream: () => body.stream(),
  };
}
