/** Brings a table from what it is to what a template says, one change at a time as DynamoDB wants it; what is equal is left alone. */
import type { JsonObject } from '../../asl/json.ts';
import type { ServiceCalls } from '../resource-provider.ts';

type Described = Readonly<Record<string, unknown>>;

export interface WantedTable {
  /** As CreateTable takes it. */
  readonly definition: JsonObject;
  readonly timeToLive: JsonObject | undefined;
  readonly recovery: JsonObject | undefined;
}

export async function changeTable(services: ServiceCalls, table: Described, wanted: WantedTable): Promise<void> {
  const TableName = table['TableName'] as string;
  const update = async (changes: Record<string, unknown>): Promise<void> => {
    await services.call('dynamodb', 'UpdateTable', { TableName, ...changes });
  };
  await changeIndexesAndBilling(update, table, wanted.definition);
  await changeStream(update, table, wanted.definition);
  await changeSwitches(update, table, wanted.definition);
  await changeTimeToLive(services, TableName, wanted.timeToLive);
  await changeRecovery(services, TableName, wanted.recovery);
  await changeTags(services, table['TableArn'] as string, wanted.definition);
}

/** Equal whatever the order of members. */
export function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

function sorted(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Update = (changes: Record<string, unknown>) => Promise<void>;

const listOf = (source: Described, name: string): readonly JsonObject[] =>
  (source[name] ?? []) as readonly JsonObject[];
const byName = (indexes: readonly JsonObject[]): ReadonlyMap<unknown, JsonObject> =>
  new Map(indexes.map((index) => [index['IndexName'], index]));
const shapeOf = ({ KeySchema, Projection }: JsonObject): unknown => ({ KeySchema, Projection });

/** Indexes go before the table's billing changes and come after it: each then fits what the table is. */
async function changeIndexesAndBilling(update: Update, table: Described, wanted: JsonObject): Promise<void> {
  const now = byName(listOf(table, 'GlobalSecondaryIndexes'));
  const then = byName(listOf(wanted, 'GlobalSecondaryIndexes'));
  const isKept = (name: unknown): boolean => {
    const [before, after] = [now.get(name), then.get(name)];
    return before !== undefined && after !== undefined && sameJson(shapeOf(before), shapeOf(after));
  };
  for (const IndexName of now.keys()) {
    if (!isKept(IndexName)) await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });
  }
  await changeBilling(update, table, wanted, isKept);
  const { AttributeDefinitions } = wanted;
  for (const [IndexName, Create] of then) {
    if (!isKept(IndexName)) await update({ AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] });
  }
}

interface Throughput {
  readonly ReadCapacityUnits?: unknown;
  readonly WriteCapacityUnits?: unknown;
}

const isSame = (a: unknown, b: unknown): boolean => {
  const [one, other] = [a as Throughput | undefined, b as Throughput | undefined];
  return one?.ReadCapacityUnits === other?.ReadCapacityUnits && one?.WriteCapacityUnits === other?.WriteCapacityUnits;
};

async function changeBilling(
  update: Update,
  described: Described,
  wanted: JsonObject,
  isKept: (index: unknown) => boolean,
): Promise<void> {
  const before = (described['BillingModeSummary'] as JsonObject | undefined)?.['BillingMode'] ?? 'PROVISIONED';
  const after = wanted['BillingMode'] ?? 'PROVISIONED';
  if (after === 'PAY_PER_REQUEST') {
    if (before !== after) await update({ BillingMode: after });
    return;
  }
  const now = byName(listOf(described, 'GlobalSecondaryIndexes'));
  const indexes = listOf(wanted, 'GlobalSecondaryIndexes').filter(({ IndexName, ProvisionedThroughput }) => {
    const index = now.get(IndexName);
    return index && isKept(IndexName) && !isSame(index['ProvisionedThroughput'], ProvisionedThroughput);
  });
  const updates = indexes.map(({ IndexName, ProvisionedThroughput }) => ({
    Update: { IndexName, ProvisionedThroughput },
  }));
  const isChanged = !isSame(described['ProvisionedThroughput'], wanted['ProvisionedThroughput']);
  if (before === after && !isChanged && updates.length === 0) return;
  await update({
    ...(before !== after && { BillingMode: after }),
    ...(isChanged && { ProvisionedThroughput: wanted['ProvisionedThroughput'] }),
    ...(updates.length > 0 && { GlobalSecondaryIndexUpdates: updates }),
  });
}

async function changeStream(update: Update, table: Described, wanted: JsonObject): Promise<void> {
  const [before, after] = [table['StreamSpecification'], wanted['StreamSpecification']];
  if (sameJson(before, after)) return;
  if (before !== undefined) await update({ StreamSpecification: { StreamEnabled: false } });
  if (after !== undefined) await update({ StreamSpecification: after });
}

async function changeSwitches(update: Update, table: Described, wanted: JsonObject): Promise<void> {
  const isProtected = wanted['DeletionProtectionEnabled'] ?? false;
  if (isProtected !== (table['DeletionProtectionEnabled'] ?? false)) {
    await update({ DeletionProtectionEnabled: isProtected });
  }
  const tableClass = wanted['TableClass'] ?? 'STANDARD';
  const current = (table['TableClassSummary'] as JsonObject | undefined)?.['TableClass'] ?? 'STANDARD';
  if (tableClass !== current) await update({ TableClass: tableClass });
  const encryption = wanted['SSESpecification'] as JsonObject | undefined;
  const isEncrypted = table['SSEDescription'] !== undefined;
  if ((encryption?.['Enabled'] ?? false) !== isEncrypted) {
    await update({ SSESpecification: encryption ?? { Enabled: false } });
  }
  const onDemand = wanted['OnDemandThroughput'];
  if (onDemand !== undefined && !sameJson(onDemand, table['OnDemandThroughput'])) {
    await update({ OnDemandThroughput: onDemand });
  }
}

async function changeTimeToLive(
  services: ServiceCalls,
  TableName: string,
  wanted: JsonObject | undefined,
): Promise<void> {
  const { TimeToLiveDescription } = await services.call('dynamodb', 'DescribeTimeToLive', { TableName });
  const { TimeToLiveStatus: status, AttributeName: before } = TimeToLiveDescription as JsonObject;
  const after = wanted?.['Enabled'] === true ? wanted['AttributeName'] : undefined;
  const set = (AttributeName: unknown, Enabled: boolean) =>
    services.call('dynamodb', 'UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { AttributeName, Enabled },
    });
  const isOn = status === 'ENABLED';
  if (isOn && before === after) return;
  if (isOn) await set(before, false);
  if (after !== undefined) await set(after, true);
}

async function changeRecovery(
  services: ServiceCalls,
  TableName: string,
  wanted: JsonObject | undefined,
): Promise<void> {
  const { ContinuousBackupsDescription } = await services.call('dynamodb', 'DescribeContinuousBackups', { TableName });
  const { PointInTimeRecoveryDescription: now } = ContinuousBackupsDescription as Record<string, JsonObject>;
  const isOn = now?.['PointInTimeRecoveryStatus'] === 'ENABLED';
  const shouldBeOn = wanted?.['PointInTimeRecoveryEnabled'] === true;
  const days = wanted?.['RecoveryPeriodInDays'];
  if (isOn === shouldBeOn && (!isOn || days === undefined || days === now?.['RecoveryPeriodInDays'])) return;
  await services.call('dynamodb', 'UpdateContinuousBackups', {
    TableName,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: shouldBeOn,
      ...(shouldBeOn && days !== undefined && { RecoveryPeriodInDays: days }),
    },
  });
}

async function changeTags(services: ServiceCalls, ResourceArn: string, wanted: JsonObject): Promise<void> {
  const { Tags } = await services.call('dynamodb', 'ListTagsOfResource', { ResourceArn });
  const now = new Map((Tags as readonly { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
  const then = (wanted['Tags'] ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  const changed = then.filter(({ Key, Value }) => now.get(Key) !== Value);
  const keys = new Set(then.map(({ Key }) => Key));
  const gone = [...now.keys()].filter((key) => !keys.has(key));
  if (changed.length > 0) await services.call('dynamodb', 'TagResource', { ResourceArn, Tags: changed });
  if (gone.length > 0) await services.call('dynamodb', 'UntagResource', { ResourceArn, TagKeys: gone });
}
