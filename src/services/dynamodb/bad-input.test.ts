/** Whatever comes in, the answer is AWS's error or success: never a bug. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadServiceModel, type Shape } from '../../gateway/service-model.ts';
import { startDynamoDb, type TestDynamoDb } from './dynamodb.testing.ts';

let db: TestDynamoDb;
beforeAll(async () => {
  db = await startDynamoDb();
});
afterAll(async () => {
  await db[Symbol.asyncDispose]();
});

async function send(operation: string, body: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(db.url, {
    method: 'POST',
    body,
    headers: {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260102/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const TABLE = 'fuzzed';
const words = fc.constantFrom(
  '',
  'a',
  'id',
  TABLE,
  'none',
  '/x',
  'ab',
  'by-kind',
  'x'.repeat(300),
  '1',
  '-1e400',
  '1e-131',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  'SET a = :v',
  'a = :v',
  'id = :v',
  'REMOVE',
  'ADD a :v',
  'DELETE a :v',
  'a[0].b',
  '#n',
  ':v',
  'size(a) > :v',
  'attribute_exists(',
  'S',
  'N',
  'HASH',
  'RANGE',
  'ALL_OLD',
  'ALL_NEW',
  'SPECIFIC_ATTRIBUTES',
  'COUNT',
  'PAY_PER_REQUEST',
  'PROVISIONED',
  'ALL',
  'INCLUDE',
  'EQ',
  'BETWEEN',
  'IN',
  'NULL',
  'PUT',
  'arn:aws:dynamodb:us-east-1:000000000000:table/fuzzed',
  'arn:aws:dynamodb:us-east-1:000000000000:table/no',
  'arn:x:y',
  '\u0000',
  '\ud800',
  'NEW_IMAGE',
);
const numbers = fc.oneof(fc.constantFrom(0, 1, -1, 2, 25, 1e15, 1.5), fc.integer());

/** A value as its shape wants it, more or less. */
function anything(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  const nested = (inner: Shape | undefined) => (inner && depth > 0 ? anything(inner, depth - 1) : fc.constant({}));
  switch (shape.type) {
    case 'structure': {
      const members = Object.fromEntries(shape.members.map((member) => [member.name, nested(member.shape)]));
      return fc.record(members, { requiredKeys: shape.required.size > 0 ? [...shape.required] : [] });
    }
    case 'list':
      return fc.array(nested(shape.element?.shape), { maxLength: 3 });
    case 'map':
      return fc.dictionary(words, nested(shape.value?.shape), { maxKeys: 3 });
    case 'integer':
    case 'long':
    case 'double':
    case 'float':
    case 'timestamp':
      return numbers;
    case 'boolean':
      return fc.boolean();
    case 'blob':
      return fc.constantFrom('', 'AA==', 'not base64');
    case 'string':
      return shape.enum ? fc.oneof(fc.constantFrom(...shape.enum), words) : words;
  }
}

const operations = () =>
  [...loadServiceModel('dynamodb').operations.values()].filter(({ name }) => name in db.service.operations);

test('nothing well-formed is a bug', async () => {
  await send(
    'CreateTable',
    JSON.stringify({
      TableName: TABLE,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  for (const { name, input } of operations()) {
    if (!input) continue;
    const body = anything(input, 6).map((value) =>
      typeof value === 'object' && value && 'TableName' in value && Math.abs(JSON.stringify(value).length) % 3
        ? { ...value, TableName: TABLE }
        : value,
    );
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        const answer = await send(name, JSON.stringify(value));
        expect([name, answer.status < 500, db.bugs]).toEqual([name, true, []]);
        if (answer.status !== 200) expect(answer.body['__type']).toMatch(/#\w+$/);
      }),
      { numRuns: 60 },
    );
  }
});

test('nothing malformed is a bug', async () => {
  const bodies = [
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '1',
    '{"TableName":1}',
    '{"TableName":{}}',
    '{"Item":[]}',
    '{"Key":"x"}',
    '{"RequestItems":[]}',
    '{"TransactItems":{}}',
    '{}',
    `{"TableName":"fuzzed","Item":{"id":{"S":"x"},"deep":${'{"L":['.repeat(500)}${']}'.repeat(500)}}}`,
  ];
  for (const { name } of operations()) {
    for (const body of bodies) {
      const { status } = await send(name, body);
      expect([name, body, status < 500, db.bugs]).toEqual([name, body, true, []]);
    }
  }
});
