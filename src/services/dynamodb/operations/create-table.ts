import type { Operation } from '../../../gateway/operation.ts';
import { describeAs } from '../describe-table-record.ts';
import { check } from '../dynalite.ts';
import type { DynaliteStore } from '../dynalite-store.ts';
import { tableInUse } from '../dynamodb-errors.ts';
import type { IndexRecord, TableRecord, Throughput } from '../table-record.ts';
import { applySettings, checkIndexThroughput, indexOf, refuseUnsupported, throughputOf } from '../table-settings.ts';
import type { Request, Tables } from '../tables.ts';
import { checkTags, putTags } from '../tags.ts';

/** The table can be used as soon as the answer is there, which still calls it CREATING as AWS does. */
export function createTable(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    check('createTable', request, store);
    refuseUnsupported(request);
    if (request['Tags'] !== undefined) checkTags(request['Tags']);
    const table = newTable(store, request, tables.nowSeconds, tables.ids.uuid());
    applySettings(table, request, tables.nowSeconds);
    return tables.database.run(() => {
      if (store.findTable(table.TableName)) throw tableInUse(table.TableName);
      store.putTable(table);
      putTags(store, table.TableName, request['Tags']);
      return { TableDescription: describeAs(table, 'CREATING') };
    });
  };
}

function newTable(store: DynaliteStore, request: Request, nowSeconds: number, id: string): TableRecord {
  const { awsAccountId, awsRegion } = store.tableDb;
  const name = request['TableName'] as string;
  const isOnDemand = request['BillingMode'] === 'PAY_PER_REQUEST';
  const table: TableRecord = {
    AttributeDefinitions: request['AttributeDefinitions'] as TableRecord['AttributeDefinitions'],
    TableName: name,
    KeySchema: request['KeySchema'] as TableRecord['KeySchema'],
    TableStatus: 'ACTIVE',
    CreationDateTime: nowSeconds,
    ProvisionedThroughput: throughputOf(request['ProvisionedThroughput'] as Throughput | undefined),
    TableArn: `arn:aws:dynamodb:${awsRegion}:${awsAccountId}:table/${name}`,
    TableId: id,
    DeletionProtectionEnabled: false,
    ...(isOnDemand && {
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: nowSeconds },
      TableThroughputModeSummary: { TableThroughputMode: 'PAY_PER_REQUEST' },
    }),
  };
  const local = request['LocalSecondaryIndexes'] as IndexRecord[] | undefined;
  const global = request['GlobalSecondaryIndexes'] as IndexRecord[] | undefined;
  checkIndexThroughput(global ?? [], isOnDemand);
  if (local) table.LocalSecondaryIndexes = local.map((index) => indexOf(table, index, 'local'));
  if (global) table.GlobalSecondaryIndexes = global.map((index) => indexOf(table, index, 'global'));
  return table;
}
