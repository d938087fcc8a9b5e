/** What AWS refuses although the library does not: each case stands beside the nearest one that is let through. */
import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorOf, startDynamoDb, type TestDynamoDb } from './dynamodb.testing.ts';

const TableName = 'checked';
const Key = { id: { S: 'i' } };

let db: TestDynamoDb;
beforeAll(async () => {
  db = await startDynamoDb();
  await db.client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: ['id', 'kind', 'at'].map((AttributeName) => ({
        AttributeName,
        AttributeType: AttributeName === 'at' ? 'B' : 'S',
      })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-kind',
          KeySchema: [
            { AttributeName: 'kind', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});
afterAll(() => db[Symbol.asyncDispose]());

/** `levels` counts the leaf. */
function nested(levels: number): AttributeValue {
  let value: AttributeValue = { S: 'leaf' };
  for (let level = 1; level < levels; level++) value = level % 2 ? { M: { n: value } } : { L: [value] };
  return value;
}

const put = (more: Record<string, AttributeValue>) => ({ TableName, Item: { ...Key, ...more } });
const update = (value: AttributeValue, more: object = {}) => ({
  TableName,
  Key,
  UpdateExpression: 'SET kind = :v',
  ExpressionAttributeValues: { ':v': value },
  ...more,
});
const condition = (operands: number) => ({
  ConditionExpression: `NOT (id = :v AND kind IN (${Array(operands).fill(':v').join(', ')}))`,
});
const sized = (bytes: number) => 'SET kind = :v'.padEnd(bytes);
/** Each but the last brings its OR; the NOT in front is one more. */
const operators = (comparisons: number) => ({
  ConditionExpression: `NOT ${Array(comparisons).fill('id = :v').join(' OR ')}`,
});
const query = (value: string, index?: string) => ({
  TableName,
  IndexName: index,
  KeyConditionExpression: `${index ? 'kind' : 'id'} = :v`,
  ExpressionAttributeValues: { ':v': { S: value } },
});
const writes = (...requests: object[]) => ({ RequestItems: { [TableName]: requests } });

const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
const EMPTY_KEY =
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id';
const emptyIndexKey = (kind: string, key: string) =>
  `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: by-kind, IndexKey: ${key}`;
const EMPTY_UPDATE =
  'One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.';

test.each<[what: string, command: object]>([
  ['a value of 32 levels', new PutItemCommand(put({ deep: nested(32) }))],
  ['an operand of 32 levels', new UpdateItemCommand({ ...update(nested(32)), UpdateExpression: 'SET deep = :v' })],
  ['IN with 100 operands', new UpdateItemCommand(update({ S: 'a' }, condition(100)))],
  ['an expression of 4096 bytes', new UpdateItemCommand(update({ S: 'a' }, { UpdateExpression: sized(4096) }))],
  ['300 operators', new UpdateItemCommand(update({ S: 'a' }, operators(150)))],
  ['a count', new ScanCommand({ TableName, Select: 'COUNT' })],
  ['an empty text that is no key', new PutItemCommand(put({ other: { S: '' } }))],
  ['a query of an index for what it has', new QueryCommand(query('a', 'by-kind'))],
  ['a million segments', new ScanCommand({ TableName, Segment: 0, TotalSegments: 1_000_000 })],
])('%s is taken', async (_what, command) => {
  await db.client.send(command as ScanCommand);
});

test.each<[what: string, command: object, message: string]>([
  ['a value of 33 levels', new PutItemCommand(put({ deep: nested(33) })), TOO_DEEP],
  ['one in a batch', new BatchWriteItemCommand(writes({ PutRequest: put({ deep: nested(33) }) })), TOO_DEEP],
  ['an operand of 33 levels', new UpdateItemCommand(update(nested(33))), TOO_DEEP],
  ['a value of 40 levels', new PutItemCommand(put({ deep: nested(40) })), TOO_DEEP],
  [
    'IN with 101 operands',
    new UpdateItemCommand(update({ S: 'a' }, condition(101))),
    'Invalid ConditionExpression: The IN operator is provided with too many operands; number of operands: 101',
  ],
  [
    'IN with 101 operands in a filter',
    new ScanCommand({
      TableName,
      FilterExpression: `kind IN (${Array(101).fill(':v')})`,
      ExpressionAttributeValues: { ':v': { S: 'a' } },
    }),
    'Invalid FilterExpression: The IN operator is provided with too many operands; number of operands: 101',
  ],
  [
    'an expression of 4097 bytes',
    new UpdateItemCommand(update({ S: 'a' }, { UpdateExpression: sized(4097) })),
    'Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
  ],
  [
    'more than 300 operators',
    new UpdateItemCommand(update({ S: 'a' }, operators(151))),
    'Invalid ConditionExpression: The expression contains too many operators; operator count: 301',
  ],
  [
    'a count of some attributes',
    new ScanCommand({ TableName, Select: 'COUNT', ProjectionExpression: 'id' }),
    'Cannot specify the ProjectionExpression when choosing to get only the Count',
  ],
  [
    'all attributes and some',
    new QueryCommand({ ...query('a'), Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'id' }),
    'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
  ],
  [
    'projected attributes of no index',
    new ScanCommand({ TableName, Select: 'ALL_PROJECTED_ATTRIBUTES' }),
    'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
  ],
  [
    'some attributes, but which',
    new ScanCommand({ TableName, Select: 'SPECIFIC_ATTRIBUTES' }),
    'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
  ],
  ["an index's empty key", new PutItemCommand(put({ kind: { S: '' } })), emptyIndexKey('string', 'kind')],
  ["an index's empty bytes", new PutItemCommand(put({ at: { B: new Uint8Array() } })), emptyIndexKey('binary', 'at')],
  [
    "an index's empty key in a batch",
    new BatchWriteItemCommand(writes({ PutRequest: put({ kind: { S: '' } }) })),
    emptyIndexKey('string', 'kind'),
  ],
  ["an index's key made empty", new UpdateItemCommand(update({ S: '' })), EMPTY_UPDATE],
  [
    "an index's key made empty in a transaction",
    new TransactWriteItemsCommand({ TransactItems: [{ Update: update({ S: '' }) }] }),
    EMPTY_UPDATE,
  ],
  ['a query for an empty key', new QueryCommand(query('')), EMPTY_KEY],
  ["a query for an index's empty key", new QueryCommand(query('', 'by-kind')), emptyIndexKey('string', 'kind')],
  ['an empty key', new GetItemCommand({ TableName, Key: { id: { S: '' } } }), EMPTY_KEY],
  [
    'an empty key in a transaction, as a whole',
    new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName, Key: { id: { S: '' } } } }] }),
    EMPTY_KEY,
  ],
  [
    'a write that puts and deletes',
    new BatchWriteItemCommand(writes({ PutRequest: put({}), DeleteRequest: { Key: { id: { S: 'other' } } } })),
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  ],
  [
    'more than a million segments',
    new ScanCommand({ TableName, Segment: 0, TotalSegments: 1_000_001 }),
    "1 validation error detected: Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000",
  ],
])('%s is refused', async (_what, command, message) => {
  expect(await errorOf(db.client.send(command as ScanCommand))).toMatchObject({
    name: 'ValidationException',
    message,
  });
});
