import type { Operation } from '../../../gateway/operation.ts';
import { requireExecutionArn } from '../arn.ts';
import { executionDoesNotExist } from '../errors.ts';
import { executionDetail, type IncludedData } from '../execution-view.ts';
import { redriveObstacle } from '../redrive-obstacle.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface DescribeExecutionInput {
  readonly executionArn: string;
  readonly includedData?: IncludedData;
}

export function describeExecution(dependencies: StatesDependencies): Operation<DescribeExecutionInput> {
  const { engine } = dependencies;
  return async ({ executionArn, includedData }) => {
    requireExecutionArn(executionArn);
    const record = await engine.describe(executionArn);
    if (!record) throw executionDoesNotExist(executionArn);
    return executionDetail(record, redriveObstacle(dependencies, record), includedData);
  };
}
