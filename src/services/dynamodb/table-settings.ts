/** What CreateTable and UpdateTable share: streams, encryption, table class, and the fields that are refused. */
import { invalidParameter, notSupported, validationError } from './dynamodb-errors.ts';
import type { IndexRecord, StreamSpecification, TableRecord, Throughput } from './table-record.ts';
import type { Request } from './tables.ts';

/** Fields that AWS has and that would change what a table does. */
const REFUSED = [
  'ReplicaUpdates',
  'MultiRegionConsistency',
  'GlobalTableWitnessUpdates',
  'GlobalTableSettingsReplicationMode',
  'ResourcePolicy',
  'GlobalTableSourceArn',
];

export function refuseUnsupported(request: Request): void {
  for (const field of REFUSED) if (request[field] !== undefined) throw notSupported(field);
}

/** Members that the checks of dynalite do not know, in the way they are checked at AWS. */
export function applySettings(table: TableRecord, request: Request, nowSeconds: number): void {
  const stream = request['StreamSpecification'] as StreamSpecification | undefined;
  if (stream) applyStream(table, stream, nowSeconds);
  const encryption = request['SSESpecification'] as Request | undefined;
  if (encryption) table.SSEDescription = describeEncryption(encryption);
  const tableClass = request['TableClass'] as string | undefined;
  if (tableClass !== undefined) {
    oneOf(tableClass, 'tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
    table.TableClassSummary = { TableClass: tableClass, LastUpdateDateTime: nowSeconds };
  }
  if (request['OnDemandThroughput'] !== undefined) table.OnDemandThroughput = request['OnDemandThroughput'];
  if (request['DeletionProtectionEnabled'] !== undefined) {
    table.DeletionProtectionEnabled = request['DeletionProtectionEnabled'] === true;
  }
}

export function oneOf(value: string, path: string, values: readonly string[]): void {
  if (values.includes(value)) return;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(', ')}]`,
  );
}

const VIEWS = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'];

function applyStream(table: TableRecord, stream: StreamSpecification, nowSeconds: number): void {
  if (!stream.StreamEnabled) {
    if (stream.StreamViewType !== undefined) {
      throw invalidParameter('StreamViewType must be null when StreamEnabled is false');
    }
    delete table.StreamSpecification;
    return;
  }
  if (table.StreamSpecification) {
    throw validationError(`Table already has an enabled stream: TableName: ${table.TableName}`);
  }
  if (stream.StreamViewType === undefined)
    throw invalidParameter('StreamViewType is required when StreamEnabled is true');
  oneOf(stream.StreamViewType, 'streamSpecification.streamViewType', VIEWS);
  table.StreamSpecification = { StreamEnabled: true, StreamViewType: stream.StreamViewType };
  table.LatestStreamLabel = new Date(nowSeconds * 1000).toISOString().slice(0, -1);
  table.LatestStreamArn = `${table.TableArn}/stream/${table.LatestStreamLabel}`;
}

function describeEncryption(encryption: Request): unknown {
  if (encryption['Enabled'] !== true) return undefined;
  return { Status: 'ENABLED', SSEType: encryption['SSEType'] ?? 'KMS', KMSMasterKeyArn: encryption['KMSMasterKeyId'] };
}

export const NO_THROUGHPUT: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

/** A throughput as described; it never decreased today. */
export function throughputOf(value: Throughput | undefined): Throughput {
  const { ReadCapacityUnits, WriteCapacityUnits } = value ?? NO_THROUGHPUT;
  return { NumberOfDecreasesToday: 0, ReadCapacityUnits, WriteCapacityUnits };
}

/** An index as kept. */
export function indexOf(table: TableRecord, index: IndexRecord, type: 'local' | 'global'): IndexRecord {
  return {
    ...index,
    IndexArn: `${table.TableArn}/index/${index.IndexName}`,
    ItemCount: 0,
    IndexSizeBytes: 0,
    ...(type === 'global' && {
      IndexStatus: 'ACTIVE',
      ProvisionedThroughput: throughputOf(index.ProvisionedThroughput),
    }),
  };
}

/** A provisioned table's global indexes have a throughput each. */
export function checkIndexThroughput(indexes: readonly IndexRecord[], isOnDemand: boolean): void {
  const without = indexes.find((index) => !index.ProvisionedThroughput);
  if (without && !isOnDemand) {
    throw invalidParameter(`ProvisionedThroughput must be specified for index: ${without.IndexName}`);
  }
}
