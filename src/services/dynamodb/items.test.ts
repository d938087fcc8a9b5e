import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorOf, startDynamoDb, type TestDynamoDb } from './dynamodb.testing.ts';

let db: TestDynamoDb;
beforeAll(async () => {
  db = await startDynamoDb();
  const S = 'S' as const;
  await db.client.send(
    new CreateTableCommand({
      TableName: 'things',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: S }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await db.client.send(
    new CreateTableCommand({
      TableName: 'readings',
      AttributeDefinitions: [
        { AttributeName: 'sensor', AttributeType: S },
        { AttributeName: 'at', AttributeType: 'N' },
        { AttributeName: 'kind', AttributeType: S },
        { AttributeName: 'raw', AttributeType: 'B' },
      ],
      KeySchema: [
        { AttributeName: 'sensor', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-kind',
          KeySchema: [
            { AttributeName: 'kind', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['value'] },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'by-raw',
          KeySchema: [
            { AttributeName: 'sensor', KeyType: 'HASH' },
            { AttributeName: 'raw', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
});
afterAll(async () => {
  expect(db.bugs).toEqual([]);
  await db[Symbol.asyncDispose]();
});

test('every type of value comes back as it went, bytes and all', async () => {
  const item = {
    id: { S: 'types' },
    n: { N: '-1.5E3' },
    b: { B: new Uint8Array([0, 255, 128]) },
    ss: { SS: ['a', 'ü'] },
    ns: { NS: ['1', '2'] },
    bs: { BS: [new Uint8Array([1]), new Uint8Array([2, 3])] },
    l: { L: [{ N: '1' }, { M: { deep: { B: new Uint8Array([9]) } } }, { L: [] }] },
    m: { M: { no: { BOOL: false }, nothing: { NULL: true }, empty: { S: '' } } },
  };
  await db.client.send(new PutItemCommand({ TableName: 'things', Item: item }));
  const { Item } = await db.client.send(new GetItemCommand({ TableName: 'things', Key: { id: { S: 'types' } } }));
  expect(Item).toEqual({ ...item, n: { N: '-1500' } });
});

test('a document client writes, reads and counts', async () => {
  await db.documents.send(new PutCommand({ TableName: 'things', Item: { id: 'doc', list: [1, { a: true }] } }));
  const counted = await db.documents.send(
    new UpdateCommand({
      TableName: 'things',
      Key: { id: 'doc' },
      UpdateExpression: 'SET #n = if_not_exists(#n, :zero) + :one, #l = list_append(#l, :more) ADD tags :tags',
      ExpressionAttributeNames: { '#n': 'count', '#l': 'list' },
      ExpressionAttributeValues: { ':zero': 0, ':one': 1, ':more': ['x'], ':tags': new Set(['t']) },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  expect(counted.Attributes).toEqual({ count: 1, list: [1, { a: true }, 'x'], tags: new Set(['t']) });
  const { Item } = await db.documents.send(
    new GetCommand({
      TableName: 'things',
      Key: { id: 'doc' },
      ProjectionExpression: '#l[1].a',
      ExpressionAttributeNames: { '#l': 'list' },
    }),
  );
  expect(Item).toEqual({ list: [{ a: true }] });
});

test('a condition that does not hold is told with the item that it met', async () => {
  const Item = { id: { S: 'taken' }, b: { B: new Uint8Array([7]) } };
  await db.client.send(new PutItemCommand({ TableName: 'things', Item }));
  const condition = { ConditionExpression: 'attribute_not_exists(id)' };
  const told = { ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  const again = (more: object) => errorOf(db.client.send(new PutItemCommand({ TableName: 'things', Item, ...more })));
  expect(await again(condition)).toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item: undefined,
  });
  expect(await again(told)).toMatchObject({ Item });
  const Key = { id: { S: 'taken' } };
  expect(await errorOf(db.client.send(new DeleteItemCommand({ TableName: 'things', Key, ...told })))).toMatchObject({
    Item,
  });
  const update = new UpdateItemCommand({ TableName: 'things', Key, UpdateExpression: 'REMOVE b', ...told });
  expect(await errorOf(db.client.send(update))).toMatchObject({ Item });
  const { Attributes } = await db.client.send(
    new DeleteItemCommand({ TableName: 'things', Key, ReturnValues: 'ALL_OLD' }),
  );
  expect(Attributes).toEqual(Item);
});

test('batches write and read over several tables, within their limits', async () => {
  const readings = Array.from({ length: 20 }, (_, n) => ({
    PutRequest: { Item: { sensor: { S: 'batch' }, at: { N: String(n) }, kind: { S: 'x' } } },
  }));
  const things = Array.from({ length: 5 }, (_, n) => ({ PutRequest: { Item: { id: { S: `batch-${n}` } } } }));
  const write = (RequestItems: Record<string, object[]>) =>
    db.client.send(new BatchWriteItemCommand({ RequestItems: RequestItems as never }));
  expect((await write({ readings, things })).UnprocessedItems).toEqual({});
  expect(
    (await errorOf(write({ readings, things: [...things, { DeleteRequest: { Key: { id: { S: 'z' } } } }] }))).message,
  ).toBe('Too many items requested for the BatchWriteItem call');
  const twice = [things[0], things[0]] as object[];
  expect((await errorOf(write({ things: twice }))).message).toBe('Provided list of item keys contains duplicates');
  const read = await db.client.send(
    new BatchGetItemCommand({
      RequestItems: {
        things: { Keys: [{ id: { S: 'batch-1' } }, { id: { S: 'absent' } }] },
        readings: { Keys: [{ sensor: { S: 'batch' }, at: { N: '3' } }], ProjectionExpression: 'kind' },
      },
    }),
  );
  expect(read.Responses).toEqual({ things: [{ id: { S: 'batch-1' } }], readings: [{ kind: { S: 'x' } }] });
});

test('queries follow the order of numbers and bytes, both ways, in pages', async () => {
  const at = [-20, -3.5, 0, 0.001, 2, 10, 100];
  for (const [index, n] of at.entries()) {
    await db.documents.send(
      new PutCommand({
        TableName: 'readings',
        Item: {
          sensor: 'q',
          at: n,
          kind: index % 2 ? 'odd' : 'even',
          value: index,
          raw: Buffer.from([200 - index]),
          more: 'm',
        },
      }),
    );
  }
  const query = (more: object) =>
    db.client.send(
      new QueryCommand({
        TableName: 'readings',
        KeyConditionExpression: 'sensor = :s',
        ExpressionAttributeValues: { ':s': { S: 'q' } },
        ...more,
      }),
    );
  const times = (items: Record<string, { N?: string }>[] | undefined) => items?.map((item) => Number(item['at']?.N));
  expect(times((await query({})).Items as never)).toEqual(at);
  expect(times((await query({ ScanIndexForward: false })).Items as never)).toEqual([...at].reverse());
  const between = {
    KeyConditionExpression: 'sensor = :s AND #at BETWEEN :a AND :b',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':s': { S: 'q' }, ':a': { N: '-3.5' }, ':b': { N: '2' } },
  };
  expect(times((await query(between)).Items as never)).toEqual([-3.5, 0, 0.001, 2]);
  const seen: number[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await query({ Limit: 3, ExclusiveStartKey: start });
    seen.push(...(times(page.Items as never) as number[]));
    start = page.LastEvaluatedKey;
  } while (start);
  expect(seen).toEqual(at);
  expect(times((await query({ IndexName: 'by-raw' })).Items as never)).toEqual([...at].reverse());
  const all = await query({ IndexName: 'by-raw', Select: 'ALL_ATTRIBUTES', Limit: 2 });
  expect(all.Items?.[0]).toMatchObject({ more: { S: 'm' }, value: { N: '6' } });
  const even = await query({
    IndexName: 'by-kind',
    KeyConditionExpression: 'kind = :k',
    FilterExpression: '#v > :two',
    ExpressionAttributeNames: { '#v': 'value' },
    ExpressionAttributeValues: { ':k': { S: 'even' }, ':two': { N: '2' } },
  });
  expect(even).toMatchObject({ Count: 2, ScannedCount: 4 });
  expect(even.Items?.[0]).not.toHaveProperty('more');
});

test('segments of a scan cover the table once', async () => {
  for (let n = 0; n < 60; n++)
    await db.documents.send(new PutCommand({ TableName: 'things', Item: { id: `scan-${n}` } }));
  const scan = (more: object) =>
    db.client.send(
      new ScanCommand({
        TableName: 'things',
        FilterExpression: 'begins_with(id, :p)',
        ExpressionAttributeValues: { ':p': { S: 'scan-' } },
        ...more,
      }),
    );
  const seen: string[] = [];
  for (let Segment = 0; Segment < 4; Segment++) {
    let start: object | undefined;
    do {
      const page = await scan({ TotalSegments: 4, Segment, Limit: 7, ExclusiveStartKey: start });
      seen.push(...(page.Items ?? []).map(({ id }) => id?.S as string));
      start = page.LastEvaluatedKey;
    } while (start);
  }
  expect(seen.sort()).toEqual(Array.from({ length: 60 }, (_, n) => `scan-${n}`).sort());
  expect((await scan({ Select: 'COUNT' })).Count).toBe(60);
});

test('a page ends after a mebibyte, an item at 400 KiB', async () => {
  const text = 'x'.repeat(300_000);
  for (let n = 0; n < 5; n++) {
    await db.documents.send(new PutCommand({ TableName: 'readings', Item: { sensor: 'big', at: n, text } }));
  }
  const { Items, LastEvaluatedKey } = await db.client.send(
    new QueryCommand({
      TableName: 'readings',
      KeyConditionExpression: 'sensor = :s',
      ExpressionAttributeValues: { ':s': { S: 'big' } },
    }),
  );
  expect([Items?.length, LastEvaluatedKey?.['at']?.N]).toEqual([4, '3']);
  const tooLarge = db.documents.send(
    new PutCommand({ TableName: 'things', Item: { id: 'x', text: 'x'.repeat(410_000) } }),
  );
  expect((await errorOf(tooLarge)).message).toBe('Item size has exceeded the maximum allowed size');
});

test.each<[string, { constructor: unknown; input: object }, string, string]>([
  [
    'no such table',
    new PutItemCommand({ TableName: 'none', Item: {} }),
    'ResourceNotFoundException',
    'Requested resource not found',
  ],
  [
    'a table name of other characters',
    new PutItemCommand({ TableName: '/none', Item: {} }),
    'ValidationException',
    "1 validation error detected: Value '/none' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  ],
  [
    'a missing key',
    new PutItemCommand({ TableName: 'things', Item: { a: { S: 'x' } } }),
    'ValidationException',
    'One or more parameter values were invalid: Missing the key id in the item',
  ],
  [
    'a key of another type',
    new GetItemCommand({ TableName: 'things', Key: { id: { N: '1' } } }),
    'ValidationException',
    'The provided key element does not match the schema',
  ],
  [
    'a number that is none',
    new PutItemCommand({ TableName: 'things', Item: { id: { S: 'x' }, n: { N: 'one' } } }),
    'ValidationException',
    'The parameter cannot be converted to a numeric value: one',
  ],
  [
    'a broken expression',
    new UpdateItemCommand({ TableName: 'things', Key: { id: { S: 'x' } }, UpdateExpression: 'SET' }),
    'ValidationException',
    'Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "SET"',
  ],
  [
    'a name that is not defined',
    new UpdateItemCommand({ TableName: 'things', Key: { id: { S: 'x' } }, UpdateExpression: 'SET #a = :b' }),
    'ValidationException',
    'Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #a',
  ],
  [
    'a reserved word',
    new QueryCommand({
      TableName: 'things',
      KeyConditionExpression: 'id = :i',
      FilterExpression: 'status = :i',
      ExpressionAttributeValues: { ':i': { S: 'x' } },
    }),
    'ValidationException',
    'Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: status',
  ],
  [
    'a part of the key in an update',
    new UpdateItemCommand({
      TableName: 'things',
      Key: { id: { S: 'x' } },
      UpdateExpression: 'SET id = :b',
      ExpressionAttributeValues: { ':b': { S: 'y' } },
    }),
    'ValidationException',
    'One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key',
  ],
])('%s', async (_name, command, name, message) => {
  expect(await errorOf(db.client.send(command as PutItemCommand))).toMatchObject({ name, message });
});
