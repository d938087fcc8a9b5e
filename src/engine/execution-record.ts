/** What describe and list show of an execution, from its start request and its state. */
import { stringifyJson } from '../asl/exact-json.ts';
import type { ExecutionState } from '../interpreter/execution-state.ts';
import type { ExecutionRecord } from '../store/journal.ts';
import type { StartRequest } from './engine.ts';

/** `input` is the text of the request's, for a caller that has it or needs none. */
export function openingRecord(
  request: StartRequest,
  startMs: number,
  input: string = stringifyJson(request.input),
): ExecutionRecord {
  return {
    executionArn: request.executionArn,
    stateMachineArn: request.stateMachineArn,
    stateMachineVersionArn: request.stateMachineVersionArn,
    stateMachineAliasArn: request.stateMachineAliasArn,
    mapRunArn: request.mapRunArn,
    name: request.executionName,
    type: request.type,
    revisionId: request.revisionId,
    status: 'RUNNING',
    startMs,
    input,
    redriveCount: 0,
    traceHeader: request.traceHeader,
  };
}

/** The record after a change of status. */
export function updatedRecord(record: ExecutionRecord, state: ExecutionState): ExecutionRecord {
  const { status, end, redriveCount, redrivenMs } = state;
  const base = { ...record, status, redriveCount, redriveMs: redrivenMs, startMs: state.startedMs };
  if (status === 'RUNNING' || !end) {
    return { ...base, stopMs: undefined, output: undefined, error: undefined, cause: undefined };
  }
  const stopMs = state.endedMs;
  if (end.status === 'SUCCEEDED') return { ...base, stopMs, output: stringifyJson(end.output) };
  return { ...base, stopMs, error: end.error, cause: end.cause };
}
