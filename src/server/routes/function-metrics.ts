import { jsonResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { FunctionMetrics } from '../../services/lambda/function-metrics.ts';

/**
 * `GET /_stepwell/functions/metrics`: invocations, errors and durations of every function that ran since the server started.
 * `GET /_stepwell/functions/:name/metrics`: those of one, with the minutes of the last hour.
 */
export function functionMetricsRoutes(core: () => { readonly functionMetrics: FunctionMetrics }): readonly OwnRoute[] {
  return [
    {
      method: 'GET',
      path: '/_stepwell/functions/metrics',
      handler: () => jsonResponse({ functions: core().functionMetrics.all() }),
    },
    {
      method: 'GET',
      path: '/_stepwell/functions/:name/metrics',
      handler: ({ params }) => {
        const name = params['name'] as string;
        const { functionMetrics } = core();
        return jsonResponse({ ...functionMetrics.of(name), minutes: functionMetrics.minutes(name) });
      },
    },
  ];
}
