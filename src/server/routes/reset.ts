import { jsonResponse, type OwnRoute } from '../../gateway/own-routes.ts';

/** `POST /_stepwell/reset`: forgets everything, as if the server had never run. For test suites. */
export function resetRoute(reset: () => Promise<void>): OwnRoute {
  return {
    method: 'POST',
    path: '/_stepwell/reset',
    handler: async () => {
      await reset();
      return jsonResponse({ status: 'ready' });
    },
  };
}
