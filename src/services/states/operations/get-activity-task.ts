import { stringifyJson } from '../../../asl/exact-json.ts';
import type { Operation } from '../../../gateway/operation.ts';
import { requireActivityArn } from '../arn.ts';
import { activityDoesNotExist } from '../errors.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface GetActivityTaskInput {
  readonly activityArn: string;
  readonly workerName?: string;
}

const POLL_MS = 60_000;

/**
 * Waits up to 60 s for a task and answers without one after that. The task is the worker's once its start is durable; a task that ended
 * while it was queued is passed over.
 */
export function getActivityTask({
  activities,
  activityQueue,
  engine,
  clock,
}: StatesDependencies): Operation<GetActivityTaskInput> {
  return async ({ activityArn, workerName }, { signal }) => {
    requireActivityArn(activityArn);
    if (!activities.has(activityArn)) throw activityDoesNotExist(activityArn);
    const poll = new AbortController();
    const disarm = clock.after(POLL_MS, () => poll.abort());
    try {
      const until = AbortSignal.any([signal, poll.signal]);
      for (;;) {
        const task = await activityQueue.take(activityArn, until);
        if (!task) return {};
        if ((await engine.startTask(task.taskToken, workerName)) === 'Accepted') {
          return { taskToken: task.taskToken, input: stringifyJson(task.input) };
        }
      }
    } finally {
      disarm();
    }
  };
}
