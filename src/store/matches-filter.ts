/** Whether a list with this filter shows this execution. */
import type { ExecutionFilter, ExecutionRecord } from './journal.ts';

const FIELDS = ['stateMachineArn', 'stateMachineVersionArn', 'stateMachineAliasArn', 'mapRunArn', 'status'] as const;

export function matchesFilter(record: ExecutionRecord, filter: ExecutionFilter): boolean {
  return FIELDS.every((field) => filter[field] === undefined || filter[field] === record[field]);
}
