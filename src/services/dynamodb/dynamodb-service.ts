/**
 * Amazon DynamoDB: tables in the data directory, with the rules and the words of the dynalite library over a store of our own.
 *
 * What is not there is refused by name: PartiQL, backups to restore from, global tables, exports, imports. Streams are described, not written.
 */
import type { Operation, Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import { ExpirySweeper } from './expiry-sweeper.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { createTable } from './operations/create-table.ts';
import { deleteItem } from './operations/delete-item.ts';
import { deleteTable } from './operations/delete-table.ts';
import { describeContinuousBackups } from './operations/describe-continuous-backups.ts';
import { describeEndpoints } from './operations/describe-endpoints.ts';
import { describeLimits } from './operations/describe-limits.ts';
import { describeTable } from './operations/describe-table.ts';
import { describeTimeToLive } from './operations/describe-time-to-live.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { listTagsOfResource } from './operations/list-tags-of-resource.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { tagResource } from './operations/tag-resource.ts';
import { transactGetItems } from './operations/transact-get-items.ts';
import { transactWriteItems } from './operations/transact-write-items.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateContinuousBackups } from './operations/update-continuous-backups.ts';
import { updateItem } from './operations/update-item.ts';
import { updateTable } from './operations/update-table.ts';
import { updateTimeToLive } from './operations/update-time-to-live.ts';
import { TableDatabase } from './table-database.ts';
import { Tables } from './tables.ts';

export interface DynamoDbOptions {
  /** A folder of its own. Absent: in memory, gone with `stop`. */
  readonly dataDir?: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told when expired items could not be deleted; they are tried again. */
  readonly onSweepError?: (error: unknown) => void;
}

export interface DynamoDbService extends Service {
  /** Deletes the items whose time to live is over, as happens every second by itself. */
  sweep(): Promise<void>;
  /** Writes what is under way and lets go of the file. */
  stop(): void;
}

/** Operations whose input dynalite checks, in the words that it has from AWS. */
const CHECKED = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
];

/** @throws if the folder cannot be used. */
export function createDynamoDbService({ dataDir, clock, ids, onSweepError }: DynamoDbOptions): DynamoDbService {
  const database = new TableDatabase(dataDir);
  const sweeper = new ExpirySweeper(database, clock, onSweepError ?? (() => {}));
  const tables = new Tables(database, clock, ids, sweeper);
  sweeper.start((account, region) => tables.storeOf(account, region));
  return {
    model: 'dynamodb',
    checksOwnInput: new Set(CHECKED),
    operations: operationsOf(tables),
    sweep: () => sweeper.sweep(),
    stop() {
      sweeper.stop();
      database.close();
    },
  };
}

function operationsOf(tables: Tables): Readonly<Record<string, Operation>> {
  return {
    BatchGetItem: batchGetItem(tables),
    BatchWriteItem: batchWriteItem(tables),
    CreateTable: createTable(tables),
    DeleteItem: deleteItem(tables),
    DeleteTable: deleteTable(tables),
    DescribeContinuousBackups: describeContinuousBackups(tables),
    DescribeEndpoints: describeEndpoints,
    DescribeLimits: describeLimits,
    DescribeTable: describeTable(tables),
    DescribeTimeToLive: describeTimeToLive(tables),
    GetItem: getItem(tables),
    ListTables: listTables(tables),
    ListTagsOfResource: listTagsOfResource(tables),
    PutItem: putItem(tables),
    Query: query(tables),
    Scan: scan(tables),
    TagResource: tagResource(tables),
    TransactGetItems: transactGetItems(tables),
    TransactWriteItems: transactWriteItems(tables),
    UntagResource: untagResource(tables),
    UpdateContinuousBackups: updateContinuousBackups(tables),
    UpdateItem: updateItem(tables),
    UpdateTable: updateTable(tables),
    UpdateTimeToLive: updateTimeToLive(tables),
  };
}
