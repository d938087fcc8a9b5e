/** The QC details: one row for each finding. A check that runs again writes the same rows again. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Finding } from './finding.ts';
import type { Run } from './run.ts';
import { tables } from './summary-table.ts';

/** A ruined stream has a finding for each reading; the first ones tell the story. */
const MOST_ROWS = 200;
const BATCH = 25;

type Requests = Record<string, { PutRequest: { Item: Record<string, unknown> } }[]>;

export async function putFindings(run: Run, check: string, findings: readonly Finding[]): Promise<void> {
  const table = process.env['DETAILS_TABLE']!;
  const rows = findings.slice(0, MOST_ROWS).map((finding, index) => ({
    PutRequest: {
      Item: {
        RunId: run.RunId,
        FindingId: `${check}#${String(index + 1).padStart(4, '0')}`,
        GroupID: run.GroupID,
        StreamID: run.StreamID,
        Message: finding.message,
        ...(finding.at !== undefined && { At: finding.at }),
        ...(finding.value !== undefined && { Value: finding.value }),
      },
    },
  }));
  for (let start = 0; start < rows.length; start += BATCH) {
    let left: Requests = { [table]: rows.slice(start, start + BATCH) };
    // What the table had no capacity for comes back and is sent again.
    while (Object.keys(left).length > 0) {
      const { UnprocessedItems } = await tables.send(new BatchWriteCommand({ RequestItems: left }));
      left = (UnprocessedItems ?? {}) as Requests;
    }
  }
}
