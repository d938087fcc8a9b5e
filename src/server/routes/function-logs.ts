import { jsonResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { FunctionLogs } from '../../services/lambda/function-logs.ts';
import { jsonLines } from './json-lines.ts';

/** `GET /_stepwell/functions/:name/logs?since=MS&follow=true`: log lines as JSON, one a line; `follow` goes on until the client leaves. */
export function functionLogsRoute(
  core: () => { readonly functionLogs: FunctionLogs; readonly ending: AbortSignal },
): OwnRoute {
  return {
    method: 'GET',
    path: '/_stepwell/functions/:name/logs',
    handler: ({ params, query, signal }) => {
      const sinceMs = Number(query.get('since') ?? 0);
      if (!Number.isFinite(sinceMs)) {
        return jsonResponse({ message: 'since takes milliseconds since the epoch' }, 400);
      }
      const follow = query.get('follow') === 'true';
      const { functionLogs, ending } = core();
      const until = AbortSignal.any([signal, ending]);
      return jsonLines(functionLogs.read(params['name'] as string, { sinceMs, follow, signal: until }));
    },
  };
}
