import type { Operation } from '../../../gateway/operation.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { requireAccepted } from '../task-callback.ts';

export function sendTaskHeartbeat({ engine }: StatesDependencies): Operation<{ readonly taskToken: string }> {
  return async ({ taskToken }) => {
    requireAccepted(await engine.heartbeatTask(taskToken));
    return {};
  };
}
