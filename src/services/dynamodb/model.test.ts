/** Any sequence of writes with conditions leaves a table as it leaves a Map, over batches, transactions, restarts and the index. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEmbeddedCaller } from '../../gateway/embedded-caller.ts';
import { systemClock } from '../../runtime/clock.ts';
import { systemIds } from '../../runtime/ids.ts';
import { createDynamoDbService, type DynamoDbService } from './dynamodb-service.ts';

interface Value {
  readonly n: number;
  readonly kind?: string;
}

type Step =
  | { readonly type: 'put' | 'putNew'; readonly id: string; readonly value: Value }
  | { readonly type: 'delete'; readonly id: string; readonly over: number }
  | { readonly type: 'add'; readonly id: string; readonly by: number }
  | { readonly type: 'transact'; readonly ids: readonly string[]; readonly needs: string }
  | {
      readonly type: 'batch';
      readonly puts: readonly string[];
      readonly deletes: readonly string[];
      readonly value: Value;
    }
  | { readonly type: 'restart' };

const id = fc.constantFrom('a', 'b', 'c', 'ü', 'a/b', '~');
const value: fc.Arbitrary<Value> = fc.record(
  { n: fc.integer({ min: -5, max: 5 }), kind: fc.constantFrom('x', 'y') },
  { requiredKeys: ['n'] },
);
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constantFrom('put', 'putNew'), id, value }),
  fc.record({ type: fc.constant('delete'), id, over: fc.integer({ min: -5, max: 5 }) }),
  fc.record({ type: fc.constant('add'), id, by: fc.integer({ min: -3, max: 3 }) }),
  fc.record({ type: fc.constant('transact'), ids, needs: id }),
  fc.record({ type: fc.constant('batch'), puts: ids, deletes: ids, value }),
  fc.record({ type: fc.constant('restart') }),
);

class Subject {
  readonly #folder = mkdtempSync(join(tmpdir(), 'stepwell-table-'));
  #service: DynamoDbService = this.#open();

  #open(): DynamoDbService {
    return createDynamoDbService({ dataDir: this.#folder, clock: systemClock, ids: systemIds });
  }

  /** The output, or the code of the error. */
  async call(operation: string, params: Record<string, unknown>): Promise<Record<string, unknown> | string> {
    const result = await createEmbeddedCaller([this.#service]).call({ service: 'dynamodb', operation, params });
    return result.ok ? result.output : result.code;
  }

  restart(): void {
    this.#service.stop();
    this.#service = this.#open();
  }

  stop(): void {
    this.#service.stop();
    rmSync(this.#folder, { recursive: true });
  }
}

const TableName = 'table';
const key = (id: string) => ({ id: { S: id } });
const itemOf = (id: string, { n, kind }: Value) => ({
  ...key(id),
  n: { N: String(n) },
  ...(kind && { kind: { S: kind } }),
});

/** Does a step here and there; both must have gone the same way. */
async function take(step: Step, model: Map<string, Value>, subject: Subject): Promise<void> {
  switch (step.type) {
    case 'put':
    case 'putNew': {
      const isRefused = step.type === 'putNew' && model.has(step.id);
      const condition = step.type === 'putNew' ? { ConditionExpression: 'attribute_not_exists(id)' } : {};
      const outcome = await subject.call('PutItem', { TableName, Item: itemOf(step.id, step.value), ...condition });
      expect(outcome).toEqual(isRefused ? 'ConditionalCheckFailedException' : {});
      if (!isRefused) model.set(step.id, step.value);
      return;
    }
    case 'delete': {
      const old = model.get(step.id);
      const outcome = await subject.call('DeleteItem', {
        TableName,
        Key: key(step.id),
        ConditionExpression: 'n > :over OR attribute_not_exists(n)',
        ExpressionAttributeValues: { ':over': { N: String(step.over) } },
        ReturnValues: 'ALL_OLD',
      });
      const holds = old === undefined || old.n > step.over;
      expect(outcome).toEqual(
        holds ? (old ? { Attributes: itemOf(step.id, old) } : {}) : 'ConditionalCheckFailedException',
      );
      if (holds) model.delete(step.id);
      return;
    }
    case 'add': {
      const old = model.get(step.id) ?? { n: 0 };
      model.set(step.id, { ...old, n: old.n + step.by });
      const update = { UpdateExpression: 'ADD n :by', ExpressionAttributeValues: { ':by': { N: String(step.by) } } };
      const outcome = await subject.call('UpdateItem', {
        TableName,
        Key: key(step.id),
        ...update,
        ReturnValues: 'ALL_NEW',
      });
      expect(outcome).toEqual({ Attributes: itemOf(step.id, model.get(step.id) as Value) });
      return;
    }
    case 'transact': {
      const adds = step.ids.map((id) => ({
        Update: {
          TableName,
          Key: key(id),
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      }));
      const check = {
        ConditionCheck: { TableName, Key: key(step.needs), ConditionExpression: 'attribute_exists(id)' },
      };
      const outcome = await subject.call('TransactWriteItems', { TransactItems: [...adds, check] });
      if (step.ids.includes(step.needs)) expect(outcome).toBe('ValidationException');
      else if (!model.has(step.needs)) expect(outcome).toBe('TransactionCanceledException');
      else {
        expect(outcome).toEqual({});
        for (const id of step.ids) model.set(id, { ...model.get(id), n: (model.get(id)?.n ?? 0) + 1 });
      }
      return;
    }
    case 'batch': {
      const puts = step.puts.map((id) => ({ PutRequest: { Item: itemOf(id, step.value) } }));
      const deletes = step.deletes.map((id) => ({ DeleteRequest: { Key: key(id) } }));
      const outcome = await subject.call('BatchWriteItem', { RequestItems: { [TableName]: [...puts, ...deletes] } });
      if (step.puts.some((id) => step.deletes.includes(id))) {
        expect(outcome).toBe('ValidationException');
        return;
      }
      expect(outcome).toEqual({ UnprocessedItems: {} });
      for (const id of step.puts) model.set(id, step.value);
      for (const id of step.deletes) model.delete(id);
      return;
    }
    case 'restart':
      subject.restart();
  }
}

const byId = (items: unknown) =>
  Object.fromEntries((items as { id: { S: string } }[]).map((item) => [item.id.S, item]));

test('a table is a Map', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const subject = new Subject();
      try {
        await subject.call('CreateTable', {
          TableName,
          AttributeDefinitions: ['id', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          GlobalSecondaryIndexes: [
            {
              IndexName: 'by-kind',
              KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        });
        const model = new Map<string, Value>();
        for (const one of steps) await take(one, model, subject);
        const expected = [...model].map(([id, value]) => itemOf(id, value));
        const whole = (await subject.call('Scan', { TableName })) as Record<string, unknown>;
        expect(byId(whole['Items'])).toEqual(byId(expected));
        const index = (await subject.call('Scan', { TableName, IndexName: 'by-kind' })) as Record<string, unknown>;
        expect(byId(index['Items'])).toEqual(byId(expected.filter((item) => 'kind' in item)));
      } finally {
        subject.stop();
      }
    }),
    { numRuns: 60 },
  );
});
