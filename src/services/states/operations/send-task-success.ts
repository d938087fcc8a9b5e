import type { Operation } from '../../../gateway/operation.ts';
import { invalidOutput } from '../errors.ts';
import { parseJsonText } from '../execution-input.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { requireAccepted } from '../task-callback.ts';

export function sendTaskSuccess({
  engine,
}: StatesDependencies): Operation<{ readonly taskToken: string; readonly output: string }> {
  return async ({ taskToken, output }) => {
    requireAccepted(await engine.succeedTask(taskToken, parseJsonText(output, invalidOutput)));
    return {};
  };
}
