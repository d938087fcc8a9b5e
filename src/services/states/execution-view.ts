/**
 * Executions as the API shows them: DescribeExecution, ListExecutions and StartSyncExecution.
 * AWS leaves out what an execution does not have, `outputDetails` among it, except for synchronous executions.
 */
import type { ExecutionRecord } from '../../store/journal.ts';

export type IncludedData = 'ALL_DATA' | 'METADATA_ONLY';

/** `obstacle` is why the execution cannot be redriven, if it cannot. */
export function executionDetail(
  record: ExecutionRecord,
  obstacle: string | undefined,
  included: IncludedData = 'ALL_DATA',
) {
  const withData = included === 'ALL_DATA';
  return {
    ...executionSummary(record),
    ...(withData && { input: record.input }),
    inputDetails: { included: withData },
    ...(record.output !== undefined && {
      ...(withData && { output: record.output }),
      outputDetails: { included: withData },
    }),
    ...(withData && failure(record)),
    ...(record.traceHeader !== undefined && { traceHeader: record.traceHeader }),
    ...redriveStatus(record, obstacle),
  };
}

export function executionSummary(record: ExecutionRecord) {
  return {
    executionArn: record.executionArn,
    stateMachineArn: record.stateMachineArn,
    ...(record.stateMachineVersionArn !== undefined && { stateMachineVersionArn: record.stateMachineVersionArn }),
    ...(record.stateMachineAliasArn !== undefined && { stateMachineAliasArn: record.stateMachineAliasArn }),
    ...(record.mapRunArn !== undefined && { mapRunArn: record.mapRunArn }),
    name: record.name,
    status: record.status,
    startDate: new Date(record.startMs),
    ...(record.stopMs !== undefined && { stopDate: new Date(record.stopMs) }),
    redriveCount: record.redriveCount,
    ...(record.redriveMs !== undefined && { redriveDate: new Date(record.redriveMs) }),
  };
}

const BILLED_MEMORY_MB = 64;
const BILLING_STEP_MS = 100;

export function syncExecutionResult(record: ExecutionRecord, included: IncludedData = 'ALL_DATA') {
  const withData = included === 'ALL_DATA';
  const stopMs = record.stopMs ?? record.startMs;
  const billedMs = Math.max(1, Math.ceil((stopMs - record.startMs) / BILLING_STEP_MS)) * BILLING_STEP_MS;
  return {
    executionArn: record.executionArn,
    stateMachineArn: record.stateMachineArn,
    name: record.name,
    startDate: new Date(record.startMs),
    stopDate: new Date(stopMs),
    status: record.status,
    ...failure(record),
    ...(withData && { input: record.input }),
    inputDetails: { included: withData },
    ...(withData && record.output !== undefined && { output: record.output }),
    outputDetails: { included: withData },
    ...(record.traceHeader !== undefined && { traceHeader: record.traceHeader }),
    billingDetails: { billedMemoryUsedInMB: BILLED_MEMORY_MB, billedDurationInMilliseconds: billedMs },
  };
}

function failure(record: ExecutionRecord) {
  return {
    ...(record.error !== undefined && { error: record.error }),
    ...(record.cause !== undefined && { cause: record.cause }),
  };
}

/** A child of a map run is redriven with its map run only. */
function redriveStatus({ mapRunArn }: ExecutionRecord, obstacle: string | undefined) {
  return obstacle === undefined
    ? { redriveStatus: mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' }
    : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: obstacle };
}
