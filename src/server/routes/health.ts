import { jsonResponse, type OwnRoute } from '../../gateway/own-routes.ts';

export interface Health {
  /** `starting` while executions are being resumed: requests are answered, but the server is not ready. */
  readonly status: 'starting' | 'ready' | 'resetting';
  readonly version: string;
  readonly services: readonly string[];
}

/** `GET /_stepwell/health`: 200 once the server is ready, 503 until then. */
export function healthRoute(health: () => Health): OwnRoute {
  return {
    method: 'GET',
    path: '/_stepwell/health',
    isForNetwork: true,
    handler: () => {
      const now = health();
      return jsonResponse(now, now.status === 'ready' ? 200 : 503);
    },
  };
}
