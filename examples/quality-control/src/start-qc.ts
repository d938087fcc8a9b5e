/** Lambda function 1: refuses input without a group or a stream, and seeds the run's row in the QC summary. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Run } from './run.ts';
import { readRunRequest } from './run-request.ts';
import { tables } from './summary-table.ts';

/** The execution gives the run its name and its time: run again after a failure, the function seeds the same row. */
export async function handler(event: { Input: unknown; RunId: string; StartedAt: string }): Promise<Run> {
  const request = readRunRequest(event.Input);
  const run = { ...request, RunId: event.RunId, StartTime: `${event.StartedAt}#${event.RunId}` };
  await tables.send(new PutCommand({ TableName: process.env['SUMMARY_TABLE'], Item: { ...run, Verdict: 'RUNNING' } }));
  return run;
}
