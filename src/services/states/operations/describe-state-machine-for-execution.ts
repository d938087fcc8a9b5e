import type { Operation } from '../../../gateway/operation.ts';
import { requireExecutionArn } from '../arn.ts';
import { childRevisionView, labelOf } from '../child-revision-view.ts';
import { executionDoesNotExist } from '../errors.ts';
import { revisionView } from '../state-machine-view.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import type { DescribeExecutionInput } from './describe-execution.ts';

/** The machine as the execution runs it, whatever became of the machine since. */
export function describeStateMachineForExecution({
  engine,
  store,
}: StatesDependencies): Operation<DescribeExecutionInput> {
  return async ({ executionArn, includedData }) => {
    requireExecutionArn(executionArn);
    const record = await engine.describe(executionArn);
    if (!record) throw executionDoesNotExist(executionArn);
    const revision = store.revision(record.revisionId);
    return {
      stateMachineArn: record.stateMachineArn,
      updateDate: new Date(revision.updatedMs),
      ...(record.mapRunArn !== undefined && { mapRunArn: record.mapRunArn }),
      ...revisionView(childRevisionView(record, revision), includedData),
      ...(record.mapRunArn !== undefined && { label: labelOf(record.mapRunArn) }),
    };
  };
}
