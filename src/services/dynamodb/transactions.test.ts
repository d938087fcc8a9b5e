import {
  CreateTableCommand,
  GetItemCommand,
  ScanCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { errorOf, startDynamoDb, type TestDynamoDb } from './dynamodb.testing.ts';

let db: TestDynamoDb;
let run = 0;
let TableName: string;
beforeAll(async () => {
  db = await startDynamoDb();
});
beforeEach(async () => {
  TableName = `accounts-${++run}`;
  await db.client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});
afterAll(async () => {
  expect(db.bugs).toEqual([]);
  await db[Symbol.asyncDispose]();
});

const key = (id: string) => ({ id: { S: id } });
const put = (id: string, more: object = {}): TransactWriteItem => ({
  Put: { TableName, Item: { ...key(id), b: { B: new Uint8Array([1]) } }, ...more },
});
const add = (id: string, amount: number): TransactWriteItem => ({
  Update: {
    TableName,
    Key: key(id),
    UpdateExpression: 'ADD amount :a',
    ExpressionAttributeValues: { ':a': { N: String(amount) } },
  },
});
const write = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  db.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
const count = async () => (await db.client.send(new ScanCommand({ TableName, Select: 'COUNT' }))).Count;

test('all writes happen', async () => {
  await write([put('gone')]);
  await write([
    put('a'),
    add('b', 5),
    { Delete: { TableName, Key: key('gone') } },
    { ConditionCheck: { TableName, Key: key('c'), ConditionExpression: 'attribute_not_exists(id)' } },
  ]);
  const { Responses } = await db.client.send(
    new TransactGetItemsCommand({
      TransactItems: ['a', 'b', 'gone'].map((id) => ({
        Get: { TableName, Key: key(id), ProjectionExpression: 'id, amount' },
      })),
    }),
  );
  expect(Responses).toEqual([{ Item: key('a') }, { Item: { ...key('b'), amount: { N: '5' } } }, {}]);
});

test('none happens when a condition fails, and each item says why', async () => {
  await write([put('there')]);
  const failed = await errorOf(
    write([
      add('other', 1),
      put('there', { ConditionExpression: 'attribute_not_exists(id)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      { ConditionCheck: { TableName, Key: key('x'), ConditionExpression: 'attribute_exists(id)' } },
      { Delete: { TableName, Key: { wrong: { S: 'x' } } } },
    ]),
  );
  expect(failed).toMatchObject({
    name: 'TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed, ValidationError]',
    CancellationReasons: [
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { ...key('there'), b: { B: new Uint8Array([1]) } },
      },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
    ],
  });
  expect(await count()).toBe(1);
});

test('a request under the same token counts once', async () => {
  const token = 'token-1';
  await write([add('a', 1)], token);
  await write([add('a', 1)], token);
  expect(await errorOf(write([add('a', 2)], token))).toMatchObject({ name: 'IdempotentParameterMismatchException' });
  const amount = async () =>
    (await db.client.send(new GetItemCommand({ TableName, Key: key('a') }))).Item?.['amount']?.N;
  expect(await amount()).toBe('1');
  db.nowMs += 600_001;
  await write([add('a', 1)], token);
  expect(await amount()).toBe('2');
});

test('a failed request leaves its token free', async () => {
  const items = [put('a', { ConditionExpression: 'attribute_exists(id)' })];
  expect((await errorOf(write(items, 'free'))).name).toBe('TransactionCanceledException');
  await write([put('a')]);
  await write(items, 'free');
});

test.each<[string, () => Promise<unknown>, string, string]>([
  [
    'the same item twice',
    () => write([put('a'), { Delete: { TableName, Key: key('a') } }]),
    'ValidationException',
    'Transaction request cannot include multiple operations on one item',
  ],
  [
    'two operations in one',
    () => write([{ ...put('a'), ...add('b', 1) }]),
    'ValidationException',
    'TransactItems can only contain one of Check, Put, Update or Delete',
  ],
  [
    'no table',
    () => write([{ Put: { TableName: 'none', Item: key('a') } }]),
    'ResourceNotFoundException',
    'Requested resource not found',
  ],
  [
    'too many',
    () => write(Array.from({ length: 101 }, (_, n) => put(String(n)))),
    'ValidationException',
    'Member must have length less than or equal to 100',
  ],
  [
    'a wrong key to read',
    () =>
      db.client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: { no: { S: 'x' } } } }] })),
    'TransactionCanceledException',
    'Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]',
  ],
])('%s is refused', async (_name, work, name, message) => {
  expect(await errorOf(work())).toMatchObject({ name, message: expect.stringContaining(message) });
  expect(await count()).toBe(0);
});

test('transfers of many callers at once keep the sum', async () => {
  await write(Array.from({ length: 10 }, (_, n) => add(String(n), 100)));
  const transfer = (from: number, to: number) => write([add(String(from), -7), add(String(to), 7)]);
  await Promise.all(Array.from({ length: 60 }, (_, n) => transfer(n % 10, (n * 3 + 1) % 10).catch(() => {})));
  const { Items } = await db.client.send(new ScanCommand({ TableName }));
  expect(Items?.reduce((sum, item) => sum + Number(item['amount']?.N), 0)).toBe(1_000);
});
