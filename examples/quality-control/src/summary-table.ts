/** The QC summary: one row for each run, which every function updates with what it knows. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Run } from './run.ts';

export const tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** Sets attributes of the run's row and leaves the others alone. */
export async function updateSummary(run: Run, attributes: Readonly<Record<string, unknown>>): Promise<void> {
  const names = Object.keys(attributes);
  await tables.send(
    new UpdateCommand({
      TableName: process.env['SUMMARY_TABLE'],
      Key: { GroupID: run.GroupID, StartTime: run.StartTime },
      UpdateExpression: `set ${names.map((_, index) => `#a${index} = :v${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#a${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name, index) => [`:v${index}`, attributes[name]])),
      ReturnValues: 'UPDATED_NEW',
    }),
  );
}
