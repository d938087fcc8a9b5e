import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeEndpointsCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorOf, startDynamoDb, type TestDynamoDb } from './dynamodb.testing.ts';

let db: TestDynamoDb;
beforeAll(async () => {
  db = await startDynamoDb();
});
afterAll(async () => {
  expect(db.bugs).toEqual([]);
  await db[Symbol.asyncDispose]();
});

const arn = (name: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;

async function create(name: string, more: Partial<CreateTableCommandInput> = {}): Promise<void> {
  await db.client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...more,
    }),
  );
}

test('a table is created with all its parts, can be used at once, and is described as at AWS', async () => {
  const created = await db.client.send(
    new CreateTableCommand({
      TableName: 'full',
      AttributeDefinitions: ['id', 'at', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-kind',
          KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'local',
          KeySchema: [
            { AttributeName: 'id', KeyType: 'HASH' },
            { AttributeName: 'kind', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { Enabled: true },
      DeletionProtectionEnabled: true,
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      Tags: [{ Key: 'a', Value: '1' }],
    }),
  );
  expect(created.TableDescription).toMatchObject({ TableStatus: 'CREATING', TableArn: arn('full') });
  await waitUntilTableExists({ client: db.client, maxWaitTime: 60, minDelay: 1 }, { TableName: 'full' });
  const put = { id: { S: 'a' }, at: { S: '1' }, kind: { S: 'k' }, x: { N: '1' } };
  await db.client.send(new PutItemCommand({ TableName: 'full', Item: put }));
  const { Table } = await db.client.send(new DescribeTableCommand({ TableName: arn('full') }));
  expect(Table).toMatchObject({
    TableName: 'full',
    TableStatus: 'ACTIVE',
    CreationDateTime: new Date(db.nowMs),
    ItemCount: 1,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    GlobalSecondaryIndexes: [
      { IndexName: 'by-kind', IndexStatus: 'ACTIVE', ItemCount: 1, IndexArn: `${arn('full')}/index/by-kind` },
    ],
    LocalSecondaryIndexes: [{ IndexName: 'local', ItemCount: 1 }],
    LatestStreamArn: expect.stringMatching(/table\/full\/stream\/2026-01-02T03:04:05\.000$/),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
    DeletionProtectionEnabled: true,
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
  });
  expect(await errorOf(db.client.send(new DeleteTableCommand({ TableName: 'full' })))).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('protected against deletion'),
  });
  await db.client.send(new UpdateTableCommand({ TableName: 'full', DeletionProtectionEnabled: false }));
  const { TableDescription } = await db.client.send(new DeleteTableCommand({ TableName: 'full' }));
  expect(TableDescription?.TableStatus).toBe('DELETING');
  await waitUntilTableNotExists({ client: db.client, maxWaitTime: 60, minDelay: 1 }, { TableName: 'full' });
  await create('full');
  expect((await db.client.send(new ScanCommand({ TableName: 'full' }))).Count).toBe(0);
  expect((await db.client.send(new ListTagsOfResourceCommand({ ResourceArn: arn('full') }))).Tags).toEqual([]);
});

test('a table exists once for each account and region', async () => {
  await create('same');
  expect(await errorOf(create('same'))).toMatchObject({
    name: 'ResourceInUseException',
    message: 'Table already exists: same',
  });
  const elsewhere = await db.caller.call({
    service: 'dynamodb',
    operation: 'DescribeTable',
    params: { TableName: 'same' },
    region: 'eu-west-1',
  });
  expect(elsewhere).toMatchObject({
    ok: false,
    code: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: same not found',
  });
});

test('tables are listed in pages', async () => {
  for (const name of ['page-1', 'page-2', 'page-3']) await create(name);
  const first = await db.client.send(new ListTablesCommand({ ExclusiveStartTableName: 'page-', Limit: 2 }));
  expect(first).toMatchObject({ TableNames: ['page-1', 'page-2'], LastEvaluatedTableName: 'page-2' });
  const second = await db.client.send(new ListTablesCommand({ ExclusiveStartTableName: 'page-2', Limit: 1 }));
  expect(second.TableNames).toEqual(['page-3']);
});

test('billing and throughput change in place', async () => {
  await create('billing');
  const update = (input: object) => db.client.send(new UpdateTableCommand({ TableName: 'billing', ...input }));
  const provisioned = { BillingMode: 'PROVISIONED' as const };
  await update({ ...provisioned, ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 3 } });
  const { Table } = await db.client.send(new DescribeTableCommand({ TableName: 'billing' }));
  expect(Table).toMatchObject({
    BillingModeSummary: { BillingMode: 'PROVISIONED' },
    ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 3 },
  });
  const same = update({ ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 3 } });
  expect((await errorOf(same)).message).toContain('The provisioned throughput for the table will not change.');
  await update({ BillingMode: 'PAY_PER_REQUEST' });
  expect((await errorOf(update({ ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }] }))).message).toBe(
    'ReplicaUpdates is not supported by Stepwell',
  );
  expect((await errorOf(update({}))).name).toBe('ValidationException');
});

test('an index that comes later holds what was there, and goes again', async () => {
  await create('indexed');
  for (const [id, kind] of [
    ['a', 'x'],
    ['b', 'y'],
    ['c', 'x'],
  ] as const) {
    await db.client.send(new PutItemCommand({ TableName: 'indexed', Item: { id: { S: id }, kind: { S: kind } } }));
  }
  await db.client.send(new PutItemCommand({ TableName: 'indexed', Item: { id: { S: 'd' }, kind: { N: '1' } } }));
  const index = {
    IndexName: 'by-kind',
    KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' as const }],
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  };
  const update = (GlobalSecondaryIndexUpdates: object[], more: object = {}) =>
    db.client.send(new UpdateTableCommand({ TableName: 'indexed', GlobalSecondaryIndexUpdates, ...more }));
  await update([{ Create: index }], { AttributeDefinitions: [{ AttributeName: 'kind', AttributeType: 'S' }] });
  const query = () =>
    db.client.send(
      new QueryCommand({
        TableName: 'indexed',
        IndexName: 'by-kind',
        KeyConditionExpression: 'kind = :k',
        ExpressionAttributeValues: { ':k': { S: 'x' } },
      }),
    );
  expect((await query()).Items?.map(({ id }) => id?.S).sort()).toEqual(['a', 'c']);
  await db.client.send(new PutItemCommand({ TableName: 'indexed', Item: { id: { S: 'a' }, kind: { S: 'z' } } }));
  expect((await query()).Items).toEqual([{ id: { S: 'c' }, kind: { S: 'x' } }]);
  expect((await errorOf(update([{ Create: index }]))).message).toBe(
    'Attempting to create an index which already exists',
  );
  await update([{ Delete: { IndexName: 'by-kind' } }]);
  expect((await errorOf(query())).message).toBe('The table does not have the specified index: by-kind');
});

test('items end when their time is over, and leave the indexes', async () => {
  await create('mortal', {
    AttributeDefinitions: ['id', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-kind',
        KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const nowSeconds = Math.floor(db.nowMs / 1000);
  const put = (id: string, ends: number | undefined) =>
    db.client.send(
      new PutItemCommand({
        TableName: 'mortal',
        Item: { id: { S: id }, kind: { S: 'k' }, ...(ends !== undefined && { ends: { N: String(ends) } }) },
      }),
    );
  await put('before', nowSeconds + 10);
  const specification = { Enabled: true, AttributeName: 'ends' };
  const switchOn = () =>
    db.client.send(new UpdateTimeToLiveCommand({ TableName: 'mortal', TimeToLiveSpecification: specification }));
  expect((await switchOn()).TimeToLiveSpecification).toEqual(specification);
  expect((await errorOf(switchOn())).message).toBe('TimeToLive is already enabled');
  await put('soon', nowSeconds + 10);
  await put('renewed', nowSeconds + 10);
  await put('renewed', nowSeconds + 1_000);
  await put('ancient', nowSeconds - 6 * 365 * 86_400);
  await put('forever', undefined);
  const ids = async (IndexName?: string) =>
    (await db.client.send(new ScanCommand({ TableName: 'mortal', IndexName }))).Items?.map(({ id }) => id?.S).sort();
  await db.service.sweep();
  expect(await ids()).toHaveLength(5);
  db.nowMs += 11_000;
  await db.service.sweep();
  expect(await ids()).toEqual(['ancient', 'forever', 'renewed']);
  expect(await ids('by-kind')).toEqual(['ancient', 'forever', 'renewed']);
  const described = await db.client.send(new DescribeTimeToLiveCommand({ TableName: 'mortal' }));
  expect(described.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ends' });
  await db.client.send(
    new UpdateTimeToLiveCommand({ TableName: 'mortal', TimeToLiveSpecification: { ...specification, Enabled: false } }),
  );
  db.nowMs += 1_000_000_000;
  await db.service.sweep();
  expect(await ids()).toHaveLength(3);
});

test('point-in-time recovery is recorded', async () => {
  await create('recoverable');
  const describe = async () =>
    (await db.client.send(new DescribeContinuousBackupsCommand({ TableName: 'recoverable' })))
      .ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  expect(await describe()).toEqual({ PointInTimeRecoveryStatus: 'DISABLED' });
  const set = (PointInTimeRecoveryEnabled: boolean, TableName = 'recoverable') =>
    db.client.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
      }),
    );
  await set(true);
  expect(await describe()).toMatchObject({ PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 35 });
  expect(await errorOf(set(true, 'absent'))).toMatchObject({
    name: 'TableNotFoundException',
    message: 'Table not found: absent',
  });
});

test('tags come, change and go', async () => {
  await create('tagged', { Tags: [{ Key: 'a', Value: '1' }] });
  const ResourceArn = arn('tagged');
  await db.client.send(
    new TagResourceCommand({
      ResourceArn,
      Tags: [
        { Key: 'b', Value: 'ü' },
        { Key: 'a', Value: '2' },
      ],
    }),
  );
  const list = () => db.client.send(new ListTagsOfResourceCommand({ ResourceArn }));
  expect((await list()).Tags).toEqual([
    { Key: 'a', Value: '2' },
    { Key: 'b', Value: 'ü' },
  ]);
  await db.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
  expect((await list()).Tags).toEqual([{ Key: 'b', Value: 'ü' }]);
});

test('limits and endpoints are told; what is not there is refused by name', async () => {
  expect((await db.client.send(new DescribeLimitsCommand({}))).TableMaxReadCapacityUnits).toBe(40_000);
  const { Endpoints } = await db.client.send(new DescribeEndpointsCommand({}));
  expect(Endpoints?.[0]?.Address).toBe(new URL(db.url).host);
  const statement = db.client.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM "same"' }));
  expect((await errorOf(statement)).name).toBe('UnknownOperationException');
  expect((await errorOf(db.client.send(new GetItemCommand({ TableName: 'no', Key: {} })))).message).toContain(
    'Member must have length greater than or equal to 3',
  );
});
