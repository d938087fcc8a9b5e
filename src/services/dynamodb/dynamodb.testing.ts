/** The service behind a real gateway, with AWS's clients in front and a clock that tests move. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import { createEmbeddedCaller } from '../../gateway/embedded-caller.ts';
import { createGateway } from '../../gateway/http-server.ts';
import type { Clock } from '../../runtime/clock.ts';
import { systemIds } from '../../runtime/ids.ts';
import { createDynamoDbService, type DynamoDbService } from './dynamodb-service.ts';

export interface TestDynamoDb extends AsyncDisposable {
  readonly service: DynamoDbService;
  readonly url: string;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  readonly caller: AwsCaller;
  /** What went wrong inside. */
  readonly bugs: readonly string[];
  nowMs: number;
}

export async function startDynamoDb(options: { dataDir?: string } = {}): Promise<TestDynamoDb> {
  const state = { nowMs: Date.UTC(2026, 0, 2, 3, 4, 5) };
  const clock: Clock = { now: () => state.nowMs, after: () => () => {} };
  const service = createDynamoDbService({ dataDir: options.dataDir, clock, ids: systemIds });
  const bugs: string[] = [];
  const logger = { warn() {}, error: (_message: string, fields?: object) => void bugs.push(JSON.stringify(fields)) };
  const gateway = createGateway({ services: [service], port: 0, logger });
  const { url } = await gateway.start();
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return Object.assign(state, {
    service,
    url,
    client,
    documents: DynamoDBDocumentClient.from(client),
    caller: createEmbeddedCaller([service]),
    bugs,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await gateway.stop(100);
      service.stop();
    },
  });
}

/** Anything that is no answer shows as what it was. */
export async function errorOf(
  work: Promise<unknown>,
): Promise<{ name: string; message: string; [field: string]: unknown }> {
  return work.then(
    (value) => {
      throw new Error(`expected an error, got ${JSON.stringify(value)}`);
    },
    (error) => error,
  );
}
