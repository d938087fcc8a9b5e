/** A task of an activity waits in the queue; a worker's start, heartbeats and end reach the engine through the API. */
import type { ActivityQueue } from './activity-queue.ts';
import type { Connector } from './connector.ts';

export function activity(queue: ActivityQueue, exists: (activityArn: string) => boolean): Connector {
  return {
    resource: 'activity',
    patterns: ['REQUEST_RESPONSE'],
    async invoke({ resource, taskToken, arguments: input, signal }) {
      if (!exists(resource.arn)) {
        return {
          type: 'Failed',
          error: 'States.Runtime',
          cause: `The activity ${resource.arn} does not exist.`,
          failure: 'SCHEDULE_FAILED',
        };
      }
      if (taskToken === undefined) throw new Error(`The task of activity ${resource.arn} came without a task token`);
      queue.offer(resource.arn, { taskToken, input }, signal);
      return { type: 'Queued' };
    },
  };
}
