/** CancelMessageMoveTask: what was moved stays moved. */
import type { Operation } from '../../../gateway/operation.ts';
import type { SqsDependencies } from '../sqs-dependencies.ts';

interface Input {
  readonly TaskHandle: string;
}

export function cancelMessageMoveTask({ moveTasks }: SqsDependencies): Operation<Input> {
  return async ({ TaskHandle }) => ({ ApproximateNumberOfMessagesMoved: await moveTasks.cancel(TaskHandle) });
}
