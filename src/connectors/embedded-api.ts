/**
 * APIs of this server, under AWS's host names and its own addresses: a task reaches them without leaving the process.
 */

export interface EmbeddedApiRequest {
  readonly method: string;
  /** Below the API, not decoded: `/stage/path`. */
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly isSigned: boolean;
  readonly signal: AbortSignal;
}

/** Answers for the API, or says that it is not there as API Gateway does. */
export interface EmbeddedApis {
  serve(
    apiId: string,
    request: EmbeddedApiRequest,
  ): Promise<{
    readonly status: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: Buffer;
  }>;
}

export interface EmbeddedEndpoint {
  readonly apiId: string;
  /** What of the endpoint's own path stands before the request's: with no slash at the end. */
  readonly basePath: string;
}

/** Of `{id}.execute-api.{region}.amazonaws.com`, `{id}.execute-api.localhost:4566`, `http://…/_stepwell/apis/{id}`, `http://…/restapis/{id}/{stage}/_user_request_`. */
export function embeddedEndpoint(endpoint: string): EmbeddedEndpoint | undefined {
  const [, authority = '', path = ''] = /^(?:https?:\/\/)?([^/?#]*)([^?#]*)/i.exec(endpoint) ?? [];
  const trimmed = path.replace(/\/+$/, '');
  const byHost = /^([a-z0-9]+)\.execute-api\./i.exec(authority)?.[1];
  if (byHost !== undefined) return { apiId: byHost.toLowerCase(), basePath: trimmed };
  const own = /^\/_stepwell\/apis\/([a-z0-9]+)(\/.*)?$/.exec(trimmed);
  if (own) return { apiId: own[1] as string, basePath: own[2] ?? '' };
  const user = /^\/restapis\/([a-z0-9]+)\/([^/]+)\/_user_request_(\/.*)?$/.exec(trimmed);
  return user ? { apiId: user[1] as string, basePath: `/${user[2]}${user[3] ?? ''}` } : undefined;
}
