/** DynamoDB's proof: the server is killed while writers are at work; no acknowledged write is lost, no transaction and no index is half there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { type ServerProcess, startServer } from './server-process.ts';

const TableName = 'counters';
const WRITERS = 20;
const ROUNDS = 5;
const TOTAL = 1_000;

interface Counter {
  readonly id: string;
  readonly n: number;
  readonly parity?: string;
}

const clientOf = (server: ServerProcess): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    }),
  );

const add = (id: string, by: number, parity?: string) => ({
  TableName,
  Key: { id },
  UpdateExpression: `ADD n :by${parity === undefined ? '' : ' SET parity = :parity'}`,
  ExpressionAttributeValues: { ':by': by, ...(parity !== undefined && { ':parity': parity }) },
});

async function scan(client: DynamoDBDocumentClient, IndexName?: string): Promise<Map<string, Counter>> {
  const { Items } = await client.send(new ScanCommand({ TableName, IndexName }));
  return new Map((Items as Counter[]).map((item) => [item.id, item]));
}

test('kill -9 in the middle of writes', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stepwell-dynamodb-kill-'));
  let server = await startServer({ dataDir });
  let client = clientOf(server);
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: ['id', 'parity'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-parity',
            KeySchema: [{ AttributeName: 'parity', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
    await client.send(new UpdateCommand(add('left', TOTAL)));
    await client.send(new UpdateCommand(add('right', 0)));
    const acknowledged = new Array<number>(WRITERS).fill(0);
    for (let round = 1; round <= ROUNDS; round++) {
      const killAfter = 60 * round;
      let done = 0;
      let reached!: () => void;
      const enough = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const writer = async (index: number): Promise<void> => {
        for (;;) {
          const next = (acknowledged[index] as number) + 1;
          await client.send(new UpdateCommand(add(`writer-${index}`, 1, next % 2 ? 'odd' : 'even')));
          acknowledged[index] = next;
          const transfer = [{ Update: add('left', -1) }, { Update: add('right', 1) }];
          await client.send(new TransactWriteCommand({ TransactItems: transfer }));
          if (++done === killAfter) reached();
        }
      };
      const writers = Promise.allSettled(acknowledged.map((_, index) => writer(index)));
      const early = writers.then(() => Promise.reject(new Error('every writer has ended before the kill')));
      early.catch(() => {});
      await Promise.race([enough, early]);
      await server.kill();
      await writers;
      client.destroy();

      server = await startServer({ dataDir });
      client = clientOf(server);
      const items = await scan(client);
      acknowledged.forEach((count, index) => {
        const n = items.get(`writer-${index}`)?.n ?? 0;
        expect(n === count || n === count + 1, `writer ${index} has ${n}, was told ${count}`).toBe(true);
        acknowledged[index] = n;
      });
      expect((items.get('left')?.n as number) + (items.get('right')?.n as number)).toBe(TOTAL);
      const indexed = await scan(client, 'by-parity');
      expect(indexed).toEqual(new Map([...items].filter(([, { parity }]) => parity !== undefined)));
    }
    expect(await server.interrupt()).toBe(0);
  } finally {
    client.destroy();
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
