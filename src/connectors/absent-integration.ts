/** Stands in for an integration that AWS has and nobody here answers for: a run that gets to it fails, in words that say what to do. */
import type { Connector } from './connector.ts';

export function absentIntegration(resource: string, reason: string): Connector {
  return {
    resource,
    patterns: ['REQUEST_RESPONSE', 'RUN_JOB', 'WAIT_FOR_TASK_TOKEN'],
    invoke: async () => ({ type: 'Failed', error: 'States.Runtime', cause: reason }),
  };
}
