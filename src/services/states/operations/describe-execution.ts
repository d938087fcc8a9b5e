import type { Operation } from '../../../gateway/operation.ts';
import { expressChildOf } from '../../../map-run/child-identity.ts';
import { requireExecutionArn } from '../arn.ts';
import { executionDoesNotExist } from '../errors.ts';
import { executionDetail, type IncludedData } from '../execution-view.ts';
import { expressChildRecord } from '../list-map-run-children.ts';
import { obstacleOfStatus, redriveObstacle } from '../redrive-obstacle.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface DescribeExecutionInput {
  readonly executionArn: string;
  readonly includedData?: IncludedData;
}

export function describeExecution(dependencies: StatesDependencies): Operation<DescribeExecutionInput> {
  const { engine } = dependencies;
  return async ({ executionArn, includedData }) => {
    const child = expressChildOf(executionArn);
    if (child) return describeExpressChild(dependencies, executionArn, child, includedData);
    requireExecutionArn(executionArn);
    const record = await engine.describe(executionArn);
    if (!record) throw executionDoesNotExist(executionArn);
    return executionDetail(record, redriveObstacle(dependencies, record), includedData);
  };
}

/** AWS describes Express executions only if a map run dispatched them. They run again from their beginning, with their map run. */
async function describeExpressChild(
  { engine }: StatesDependencies,
  executionArn: string,
  { mapRunArn, index }: { readonly mapRunArn: string; readonly index: number },
  includedData: IncludedData | undefined,
) {
  const mapRun = engine.mapRuns?.record(mapRunArn);
  const child = await engine.mapRuns?.child(mapRunArn, index);
  if (mapRun?.executionType !== 'EXPRESS' || !child) throw executionDoesNotExist(executionArn);
  const record = expressChildRecord(mapRun, child);
  const detail = executionDetail(record, obstacleOfStatus(record), includedData);
  if (record.input !== '') return detail;
  const { input: _input, ...rest } = detail;
  return { ...rest, inputDetails: { included: false } };
}
