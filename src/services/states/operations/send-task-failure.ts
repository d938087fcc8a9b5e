import type { Operation } from '../../../gateway/operation.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { requireAccepted } from '../task-callback.ts';

export interface SendTaskFailureInput {
  readonly taskToken: string;
  readonly error?: string;
  readonly cause?: string;
}

export function sendTaskFailure({ engine }: StatesDependencies): Operation<SendTaskFailureInput> {
  return async ({ taskToken, error, cause }) => {
    requireAccepted(await engine.failTask(taskToken, error, cause));
    return {};
  };
}
