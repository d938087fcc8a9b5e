/** The provider over the service itself. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../asl/json.ts';
import { createEmbeddedCaller } from '../../gateway/embedded-caller.ts';
import { systemClock } from '../../runtime/clock.ts';
import { systemIds } from '../../runtime/ids.ts';
import { createDynamoDbService, type DynamoDbService } from '../../services/dynamodb/dynamodb-service.ts';
import { type ResourceInstance, type ResourceRequest, serviceCalls } from '../resource-provider.ts';
import { dynamodbTable } from './dynamodb-table.ts';

let service: DynamoDbService;
let calls: string[];
beforeEach(() => {
  service = createDynamoDbService({ clock: systemClock, ids: systemIds });
  calls = [];
});
afterEach(() => service.stop());

function request(properties: JsonObject, more: Partial<ResourceRequest> = {}): ResourceRequest {
  const caller = createEmbeddedCaller([service]);
  const counting = {
    ...caller,
    call: (one: Parameters<typeof caller.call>[0]) => {
      if (/^(?:Create|Update|Tag|Untag)/.test(one.operation)) calls.push(one.operation);
      return caller.call(one);
    },
  };
  return {
    logicalId: 'Table',
    stackName: 'stack',
    stackId: 'stack-id',
    region: 'us-east-1',
    account: '000000000000',
    properties,
    generatedName: 'stack-Table-ABC',
    services: serviceCalls(counting, 'us-east-1', '000000000000'),
    ...more,
  };
}

const KEY = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const BY_KIND = {
  AttributeDefinitions: [...KEY.AttributeDefinitions, { AttributeName: 'kind', AttributeType: 'S' }],
  KeySchema: KEY.KeySchema,
};
const index = (more: JsonObject = {}): JsonObject => ({
  IndexName: 'by-kind',
  KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
  ...more,
});
const units = (read: Json, write: Json): JsonObject => ({ ReadCapacityUnits: read, WriteCapacityUnits: write });
const ON_DEMAND = { BillingMode: 'PAY_PER_REQUEST' };
const ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/stack-Table-ABC';

async function look(): Promise<Record<string, unknown>> {
  const { services } = request({});
  const TableName = 'stack-Table-ABC';
  const { Table } = await services.call('dynamodb', 'DescribeTable', { TableName });
  const { TimeToLiveDescription } = await services.call('dynamodb', 'DescribeTimeToLive', { TableName });
  const { ContinuousBackupsDescription } = await services.call('dynamodb', 'DescribeContinuousBackups', { TableName });
  const { Tags } = await services.call('dynamodb', 'ListTagsOfResource', { ResourceArn: ARN });
  const tags = (Tags as { Key: string; Value: string }[]).filter(({ Key }) => !Key.startsWith('aws:'));
  return { ...(Table as object), TimeToLiveDescription, ...(ContinuousBackupsDescription as object), tags };
}

const made = async (properties: JsonObject): Promise<ResourceInstance> => dynamodbTable.create(request(properties));

test('a template makes a table, with text for numbers and truth', async () => {
  const instance = await made({
    ...BY_KIND,
    ProvisionedThroughput: units('5', '6'),
    GlobalSecondaryIndexes: [index({ ProvisionedThroughput: units('1', '2') })],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    SSESpecification: { SSEEnabled: 'true' },
    TimeToLiveSpecification: { AttributeName: 'ends', Enabled: 'true' },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    Tags: [{ Key: 'a', Value: '1' }],
  });
  expect(instance).toEqual({
    physicalId: 'stack-Table-ABC',
    ref: 'stack-Table-ABC',
    attributes: { Arn: ARN, StreamArn: expect.stringContaining(`${ARN}/stream/`) },
  });
  expect(await look()).toMatchObject({
    ProvisionedThroughput: units(5, 6),
    GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(1, 2) }],
    SSEDescription: { Status: 'ENABLED' },
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ends' },
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    tags: [{ Key: 'a', Value: '1' }],
  });
});

test.each<[string, JsonObject, JsonObject, Record<string, unknown>]>([
  [
    'throughput',
    { ...KEY, ProvisionedThroughput: units(1, 1) },
    { ...KEY, ProvisionedThroughput: units(1, 2) },
    { ProvisionedThroughput: units(1, 2) },
  ],
  [
    'to on demand',
    { ...KEY, ProvisionedThroughput: units(1, 1) },
    { ...KEY, ...ON_DEMAND },
    { BillingModeSummary: ON_DEMAND },
  ],
  [
    'to provisioned, with a new index',
    { ...KEY, ...ON_DEMAND },
    {
      ...BY_KIND,
      ProvisionedThroughput: units(3, 3),
      GlobalSecondaryIndexes: [index({ ProvisionedThroughput: units(2, 2) })],
    },
    { ProvisionedThroughput: units(3, 3), GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(2, 2) }] },
  ],
  [
    'an index of another shape',
    { ...BY_KIND, ...ON_DEMAND, GlobalSecondaryIndexes: [index()] },
    { ...BY_KIND, ...ON_DEMAND, GlobalSecondaryIndexes: [index({ Projection: { ProjectionType: 'KEYS_ONLY' } })] },
    { GlobalSecondaryIndexes: [{ Projection: { ProjectionType: 'KEYS_ONLY' } }] },
  ],
  [
    'time to live by another attribute',
    { ...KEY, ...ON_DEMAND, TimeToLiveSpecification: { AttributeName: 'a', Enabled: true } },
    { ...KEY, ...ON_DEMAND, TimeToLiveSpecification: { AttributeName: 'b', Enabled: true } },
    { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'b' } },
  ],
  [
    'everything off',
    {
      ...BY_KIND,
      ...ON_DEMAND,
      GlobalSecondaryIndexes: [index()],
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      TimeToLiveSpecification: { AttributeName: 'a', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true },
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      Tags: [{ Key: 'a', Value: '1' }],
    },
    { ...KEY, ...ON_DEMAND, Tags: [{ Key: 'b', Value: '2' }] },
    {
      GlobalSecondaryIndexes: undefined,
      StreamSpecification: undefined,
      SSEDescription: undefined,
      DeletionProtectionEnabled: false,
      TableClassSummary: { TableClass: 'STANDARD' },
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
      tags: [{ Key: 'b', Value: '2' }],
    },
  ],
])('changes in place: %s', async (_name, before, after, expected) => {
  const instance = await made(before);
  const again = await dynamodbTable.update(request(after), instance);
  expect(again).toMatchObject({ physicalId: instance.physicalId });
  const now = await look();
  for (const [name, value] of Object.entries(expected)) {
    if (value === undefined) expect(now[name]).toBeUndefined();
    else expect(now).toMatchObject({ [name]: value });
  }
  calls.length = 0;
  await dynamodbTable.update(request(after), instance);
  expect(calls).toEqual([]);
});

test('keys and local indexes make another table, unless its name is taken by the old one', async () => {
  const instance = await made({ ...KEY, ...ON_DEMAND });
  const other: JsonObject = {
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
    KeySchema: KEY.KeySchema,
    ...ON_DEMAND,
  };
  expect(await dynamodbTable.update(request(other), instance)).toBe('REPLACE');
  expect(await dynamodbTable.update(request({ ...KEY, ...ON_DEMAND, TableName: 'other' }), instance)).toBe('REPLACE');
  const named = { ...other, TableName: instance.physicalId };
  await expect(dynamodbTable.update(request(named), instance)).rejects.toThrow('custom-named resource');
});

test('creation may be repeated, but takes over nobody else’s table', async () => {
  const named = { ...KEY, ...ON_DEMAND, TableName: 'named' };
  await made(named);
  await made({ ...named, TimeToLiveSpecification: { AttributeName: 'a', Enabled: true } });
  const stranger = dynamodbTable.create(request(named, { stackId: 'another' }));
  await expect(stranger).rejects.toThrow("with identifier 'named' already exists.");
  const { services } = request({});
  await services.call('dynamodb', 'CreateTable', { ...named, TableName: 'by-hand' });
  await expect(made({ ...named, TableName: 'by-hand' })).rejects.toThrow('already exists');
});

test('a table that is gone is deleted', async () => {
  const instance = await made({ ...KEY, ...ON_DEMAND });
  await dynamodbTable.delete(request({}), instance);
  await dynamodbTable.delete(request({}), instance);
  await expect(look()).rejects.toThrow('not found');
});
