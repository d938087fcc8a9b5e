/** UpdateTable's changes of billing mode and provisioned throughput. They take effect at once. */
import { invalidParameter, validationError } from './dynamodb-errors.ts';
import type { IndexRecord, TableRecord, Throughput } from './table-record.ts';
import { throughputOf } from './table-settings.ts';
import type { Request } from './tables.ts';

interface IndexUpdate {
  readonly Update?: { readonly IndexName: string; readonly ProvisionedThroughput?: Throughput };
}

export function changeBilling(table: TableRecord, request: Request, nowSeconds: number): void {
  const before = table.BillingModeSummary?.BillingMode ?? 'PROVISIONED';
  const after = (request['BillingMode'] as string | undefined) ?? before;
  const throughput = request['ProvisionedThroughput'] as Throughput | undefined;
  if (throughput && after === 'PAY_PER_REQUEST') {
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  const updates = ((request['GlobalSecondaryIndexUpdates'] ?? []) as readonly IndexUpdate[]).flatMap(
    ({ Update }) => Update ?? [],
  );
  if (before !== after) switchMode(table, after, updates, nowSeconds);
  if (throughput) table.ProvisionedThroughput = changed(table.ProvisionedThroughput, throughput, nowSeconds);
  for (const { IndexName, ProvisionedThroughput: wanted } of updates) {
    const index = table.GlobalSecondaryIndexes?.find((known) => known.IndexName === IndexName);
    if (!index) throw validationError(`The table does not have the specified index: ${IndexName}`);
    if (wanted) index.ProvisionedThroughput = changed(throughputOf(index.ProvisionedThroughput), wanted, nowSeconds);
  }
}

function switchMode(
  table: TableRecord,
  mode: string,
  updates: readonly { readonly IndexName: string }[],
  nowSeconds: number,
): void {
  const indexes: readonly IndexRecord[] = table.GlobalSecondaryIndexes ?? [];
  if (mode === 'PAY_PER_REQUEST') {
    table.BillingModeSummary = { BillingMode: mode, LastUpdateToPayPerRequestDateTime: nowSeconds };
    table.ProvisionedThroughput = throughputOf(undefined);
    for (const index of indexes) index.ProvisionedThroughput = throughputOf(undefined);
  } else {
    const updated = new Set(updates.map(({ IndexName }) => IndexName));
    const left = indexes.map(({ IndexName }) => IndexName).filter((name) => !updated.has(name));
    if (left.length > 0) throw invalidParameter(`ProvisionedThroughput must be specified for index: ${left.join(',')}`);
    table.BillingModeSummary = { ...table.BillingModeSummary, BillingMode: mode };
  }
  table.TableThroughputModeSummary = { TableThroughputMode: mode, LastUpdateToPayPerRequestDateTime: nowSeconds };
}

function changed(before: Throughput, after: Throughput, nowSeconds: number): Throughput {
  const read = after.ReadCapacityUnits - before.ReadCapacityUnits;
  const write = after.WriteCapacityUnits - before.WriteCapacityUnits;
  if (read === 0 && write === 0) {
    throw validationError(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${before.ReadCapacityUnits}. Requested ReadCapacityUnits: ${after.ReadCapacityUnits}. Current WriteCapacityUnits provisioned for the table: ${before.WriteCapacityUnits}. Requested WriteCapacityUnits: ${after.WriteCapacityUnits}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    );
  }
  return {
    ...before,
    ReadCapacityUnits: after.ReadCapacityUnits,
    WriteCapacityUnits: after.WriteCapacityUnits,
    ...((read > 0 || write > 0) && { LastIncreaseDateTime: nowSeconds }),
    ...((read < 0 || write < 0) && { LastDecreaseDateTime: nowSeconds }),
  };
}
