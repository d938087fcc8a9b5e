/** What an update answers and what it leaves: every kind of `ReturnValues`, every clause, and batches that are too large. */
import {
  type AttributeValue,
  BatchGetItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  type ReturnValue,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { errorOf, startDynamoDb, type TestDynamoDb } from './dynamodb.testing.ts';

type Item = Record<string, AttributeValue>;

const TableName = 'updated';
const Key: Item = { id: { S: 'i' } };
const list = (...numbers: number[]): AttributeValue => ({ L: numbers.map((n) => ({ N: String(n) })) });
const before: Item = {
  ...Key,
  a: { N: '1' },
  b: { N: '2' },
  m: { M: { x: { N: '1' }, y: { N: '2' } } },
  l: list(0, 1, 2, 3, 4),
  s: { SS: ['a', 'b'] },
};

let db: TestDynamoDb;
beforeAll(async () => {
  db = await startDynamoDb();
  await db.client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});
afterAll(() => db[Symbol.asyncDispose]());
beforeEach(() => db.client.send(new PutItemCommand({ TableName, Item: before })));

const update = (
  UpdateExpression: string | undefined,
  ExpressionAttributeValues?: Item,
  ReturnValues: ReturnValue = 'ALL_NEW',
  key = Key,
) =>
  db.client.send(
    new UpdateItemCommand({ TableName, Key: key, UpdateExpression, ExpressionAttributeValues, ReturnValues }),
  );

const after: Item = {
  ...Key,
  a: { N: '2' },
  m: { M: { x: { N: '10' }, y: { N: '2' } } },
  l: list(0, 10, 2, 3, 4),
  s: { SS: ['b'] },
  c: { N: '1' },
};

test.each<[ReturnValues: ReturnValue, attributes: Item | undefined]>([
  ['NONE', undefined],
  ['ALL_OLD', before],
  ['ALL_NEW', after],
  ['UPDATED_OLD', { a: { N: '1' }, b: { N: '2' }, m: { M: { x: { N: '1' } } }, l: list(1), s: { SS: ['a', 'b'] } }],
  ['UPDATED_NEW', { a: { N: '2' }, c: { N: '1' }, m: { M: { x: { N: '10' } } }, l: list(10), s: { SS: ['b'] } }],
])('%s', async (ReturnValues, attributes) => {
  const expression = 'SET a = a + :one, m.x = :ten, l[1] = :ten REMOVE b ADD c :one DELETE s :a';
  const values = { ':one': { N: '1' }, ':ten': { N: '10' }, ':a': { SS: ['a'] } };
  expect((await update(expression, values, ReturnValues)).Attributes).toEqual(attributes);
  expect((await db.client.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(after);
});

test.each<[ReturnValues: ReturnValue, attributes: Item | undefined]>([
  ['NONE', undefined],
  ['ALL_OLD', undefined],
  ['UPDATED_OLD', undefined],
  ['ALL_NEW', { id: { S: 'new' }, a: { N: '1' } }],
  ['UPDATED_NEW', { a: { N: '1' } }],
])('%s of an item that was not there', async (ReturnValues, attributes) => {
  const key = { id: { S: 'new' } };
  await db.client.send(new DeleteItemCommand({ TableName, Key: key }));
  expect((await update('SET a = :v', { ':v': { N: '1' } }, ReturnValues, key)).Attributes).toEqual(attributes);
});

test.each<[ReturnValues: ReturnValue]>([['UPDATED_OLD'], ['UPDATED_NEW']])(
  '%s of an update that left nothing',
  async (ReturnValues) => {
    expect((await update('REMOVE absent', undefined, ReturnValues)).Attributes).toBeUndefined();
    expect((await update(undefined, undefined, ReturnValues)).Attributes).toBeUndefined();
  },
);

test.each<[expression: string, values: Item | undefined, changed: Item]>([
  ['REMOVE l[0], l[1]', undefined, { l: list(2, 3, 4) }],
  ['REMOVE l[1], l[0], l[4]', undefined, { l: list(2, 3) }],
  ['REMOVE l[0] SET l[1] = :v', { ':v': { N: '9' } }, { l: list(9, 2, 3, 4) }],
  ['SET l[9] = :v REMOVE l[4]', { ':v': { N: '9' } }, { l: list(0, 1, 2, 3, 9) }],
  ['REMOVE l[7]', undefined, {}],
  ['SET l = list_append(:v, l)', { ':v': list(9) }, { l: list(9, 0, 1, 2, 3, 4) }],
  ['SET a = b, b = a', undefined, { a: { N: '2' }, b: { N: '1' } }],
  ['SET n = if_not_exists(n, :v) + :v', { ':v': { N: '0.1' } }, { n: { N: '0.2' } }],
  ['SET a = if_not_exists(a, :v)', { ':v': { N: '5' } }, { a: { N: '1' } }],
  ['ADD s :v', { ':v': { SS: ['b', 'c'] } }, { s: { SS: ['a', 'b', 'c'] } }],
  ['ADD m.x :v', { ':v': { N: '-3' } }, { m: { M: { x: { N: '-2' }, y: { N: '2' } } } }],
])('%s', async (expression, values, changed) => {
  expect((await update(expression, values)).Attributes).toEqual({ ...before, ...changed });
});

test('the last member of a set takes the attribute with it', async () => {
  const { s: _gone, ...rest } = before;
  expect((await update('DELETE s :v', { ':v': { SS: ['a', 'b', 'z'] } })).Attributes).toEqual(rest);
});

test.each<[expression: string, values: Item | undefined, message: string]>([
  ['SET m.z.q = :v', { ':v': { N: '1' } }, 'The document path provided in the update expression is invalid for update'],
  [
    'SET a = absent + :v',
    { ':v': { N: '1' } },
    'The provided expression refers to an attribute that does not exist in the item',
  ],
  ['SET x = s + :v', { ':v': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
  ['ADD s :v', { ':v': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
  [
    'SET m = :v, m.x = :v',
    { ':v': { N: '1' } },
    'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, x]',
  ],
  [
    'SET a = :v',
    { ':v': { N: '1' }, ':w': { N: '1' } },
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}',
  ],
])('%s is refused, and changes nothing', async (expression, values, message) => {
  expect(await errorOf(update(expression, values))).toMatchObject({ name: 'ValidationException', message });
  expect((await db.client.send(new GetItemCommand({ TableName, Key }))).Item).toEqual(before);
});

test.each(['ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'] as const)(
  'neither a put nor a deletion returns %s',
  async (kind) => {
    const expected = { name: 'ValidationException', message: 'ReturnValues can only be ALL_OLD or NONE' };
    const put = new PutItemCommand({ TableName, Item: before, ReturnValues: kind });
    expect(await errorOf(db.client.send(put))).toMatchObject(expected);
    const remove = new DeleteItemCommand({ TableName, Key, ReturnValues: kind });
    expect(await errorOf(db.client.send(remove))).toMatchObject(expected);
  },
);

test('a batch stops after 16 MiB, and tells what to ask for again, with all that was asked', async () => {
  const Keys = Array.from({ length: 50 }, (_, n) => ({ id: { S: `big-${n}` } }));
  const text = { S: 'x'.repeat(400_000) };
  for (const key of Keys)
    await db.client.send(new PutItemCommand({ TableName, Item: { ...key, text, n: { N: '1' } } }));
  const first = await db.client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
  const got = first.Responses?.[TableName] ?? [];
  expect(got).toHaveLength(41);
  const rest = await db.client.send(new BatchGetItemCommand({ RequestItems: first.UnprocessedKeys }));
  expect(rest.UnprocessedKeys).toEqual({});
  const ids = [...got, ...(rest.Responses?.[TableName] ?? [])].map(({ id }) => id?.S);
  expect(ids.sort()).toEqual(Keys.map(({ id }) => id.S).sort());
  const projected = { ProjectionExpression: '#t', ExpressionAttributeNames: { '#t': 'text' }, ConsistentRead: true };
  const again = await db.client.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ...projected } }, ReturnConsumedCapacity: 'TOTAL' }),
  );
  expect(again.UnprocessedKeys?.[TableName]).toMatchObject(projected);
  expect(Object.keys(again.Responses![TableName]![0]!)).toEqual(['text']);
  expect(again.ConsumedCapacity).toMatchObject([{ TableName, CapacityUnits: expect.any(Number) }]);
});
