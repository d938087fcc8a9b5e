import type { OwnRequest, OwnResponse, OwnRoute } from '../../gateway/own-routes.ts';
import type { ApiRequest, HeaderList } from '../../services/execute-api/api-message.ts';
import { apiIdOfHost, type ExecuteApi } from '../../services/execute-api/execute-api.ts';

/**
 * Deployed APIs, for everybody: `/restapis/{apiId}/{stage}/_user_request_/path`, `/_stepwell/apis/{apiId}/{stage}/path`. An HTTP API with a
 * `$default` stage needs no stage in the path.
 */
export function apiRoutes(apis: () => ExecuteApi): readonly OwnRoute[] {
  const serve = (request: OwnRequest, prefix: RegExp, stage = ''): Promise<OwnResponse> => {
    const path = `${stage}${request.path.replace(prefix, '')}`;
    return answer(apis(), request.params['api'] as string, path, request);
  };
  return [
    {
      method: '*',
      path: '/restapis/:api/:stage/_user_request_/*',
      isPublic: true,
      handler: (request) =>
        serve(request, /^\/restapis\/[^/]+\/[^/]+\/_user_request_/, `/${request.params['stage'] as string}`),
    },
    {
      method: '*',
      path: '/_stepwell/apis/:api/*',
      isPublic: true,
      handler: (request) => serve(request, /^\/_stepwell\/apis\/[^/]+/),
    },
  ];
}

/** A host of an API's own: `{apiId}.execute-api.…`, whatever follows. */
export function apiHostRoute(apis: () => ExecuteApi): (host: string) => OwnRoute | undefined {
  return (host) => {
    const apiId = apiIdOfHost(host);
    if (apiId === undefined) return undefined;
    return {
      method: '*',
      path: '/*',
      isPublic: true,
      handler: (request) => answer(apis(), apiId, request.path, request),
    };
  };
}

async function answer(apis: ExecuteApi, apiId: string, path: string, request: OwnRequest): Promise<OwnResponse> {
  const body = await request.body();
  const apiRequest: ApiRequest = {
    method: request.method,
    path,
    rawQuery: request.rawQuery,
    headers: pairs(request.rawHeaders),
    body,
    sourceIp: request.remoteAddress.replace(/^::ffff:/, ''),
    isSigned: request.headers['authorization']?.startsWith('AWS4-') ?? false,
    signal: request.signal,
  };
  const response = await apis.serve(apiId, apiRequest);
  return { status: response.status, headers: repeated(response.headers), body: response.body };
}

function pairs(raw: readonly string[]): HeaderList {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] as string, raw[2 * at + 1] as string]);
}

/** Names that differ in case alone are one; characters that no header may have are dropped. */
function repeated(list: HeaderList): Record<string, string | string[]> {
  const found = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of list) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) continue;
    const clean = value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
    const existing = found.get(name.toLowerCase());
    if (existing) existing.values.push(clean);
    else found.set(name.toLowerCase(), { name, values: [clean] });
  }
  return Object.fromEntries(
    [...found.values()].map(({ name, values }) => [name, values.length === 1 ? (values[0] as string) : values]),
  );
}
