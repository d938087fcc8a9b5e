import type { Operation } from '../../../gateway/operation.ts';
import { requireExecutionArn } from '../arn.ts';
import { executionDoesNotExist } from '../errors.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface StopExecutionInput {
  readonly executionArn: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Stopping an execution that has ended changes nothing and answers when it ended. */
export function stopExecution({ engine }: StatesDependencies): Operation<StopExecutionInput> {
  return async ({ executionArn, error, cause }) => {
    requireExecutionArn(executionArn);
    const record = await engine.stop(executionArn, error, cause);
    if (!record) throw executionDoesNotExist(executionArn);
    return { stopDate: new Date(record.stopMs ?? record.startMs) };
  };
}
