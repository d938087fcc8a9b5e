/** A server that is killed and started again on the same data, the official client of every service that it carries, and marks that functions leave. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { zipSync } from 'fflate';
import { type ServerProcess, startServer } from '../server-process.ts';

export const roleArn = 'arn:aws:iam::000000000000:role/test';

export interface Clients {
  readonly apigateway: APIGatewayClient;
  readonly apigatewayv2: ApiGatewayV2Client;
  readonly dynamodb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly ses: SESClient;
  readonly sesv2: SESv2Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly states: SFNClient;
}

/** Clients that never try again: what is acknowledged was acknowledged at once. */
export function clientsOf(url: string): Clients {
  const configuration = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return {
    apigateway: new APIGatewayClient(configuration),
    apigatewayv2: new ApiGatewayV2Client(configuration),
    dynamodb: new DynamoDBClient(configuration),
    events: new EventBridgeClient(configuration),
    iam: new IAMClient(configuration),
    kms: new KMSClient(configuration),
    lambda: new LambdaClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    s3: new S3Client({ ...configuration, forcePathStyle: true }),
    secrets: new SecretsManagerClient(configuration),
    ses: new SESClient(configuration),
    sesv2: new SESv2Client(configuration),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
    ssm: new SSMClient(configuration),
    states: new SFNClient(configuration),
  };
}

export class KillBench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'stepwell-services-kill-'));
  #server: ServerProcess | undefined;
  #clients: Clients | undefined;

  /** `args` of the command beside the data directory. */
  async start(args: readonly string[] = []): Promise<void> {
    mkdirSync(this.marks, { recursive: true });
    this.#server = await startServer({ dataDir: join(this.#folder, 'data'), args });
    this.#clients = clientsOf(this.#server.url);
  }

  /** `kill -9`; calls under way fail. */
  async kill(): Promise<void> {
    await this.#server?.kill();
    for (const client of Object.values(this.#clients ?? {})) client.destroy();
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get url(): string {
    return this.#server!.url;
  }

  get clients(): Clients {
    return this.#clients!;
  }

  /** Where functions leave their marks. */
  get marks(): string {
    return join(this.#folder, 'marks');
  }

  hasMark(name: string): boolean {
    return existsSync(join(this.marks, name));
  }

  async createQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<{ url: string; arn: string }> {
    await this.clients.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return { url: this.queueUrl(QueueName), arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}` };
  }

  /** Of the server that runs now: it has another port after each start. */
  queueUrl(name: string): string {
    return `${this.url}/000000000000/${name}`;
  }

  async createFunction(FunctionName: string, code: string): Promise<void> {
    await this.clients.lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: roleArn,
        Environment: { Variables: { MARKS: this.marks } },
        Code: { ZipFile: zipSync({ 'index.js': new TextEncoder().encode(code) }) },
      }),
    );
  }

  /** Takes messages off a queue until each of `wanted` has been seen, by `nameOf` its body, or until nothing came for `patienceMs`. */
  async drain(
    queue: string,
    wanted: ReadonlySet<string>,
    nameOf: (body: string) => string,
    patienceMs = 60_000,
  ): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    const { sqs } = this.clients;
    const QueueUrl = this.queueUrl(queue);
    let lastMs = Date.now();
    while ([...wanted].some((name) => !seen.has(name)) && Date.now() - lastMs < patienceMs) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
      );
      if (Messages.length === 0) continue;
      lastMs = Date.now();
      for (const { Body } of Messages) seen.add(nameOf(Body!));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
    return seen;
  }

  /** Resolves when `isTrue`, or with false after `patienceMs`. */
  async until(isTrue: () => boolean | Promise<boolean>, patienceMs = 90_000): Promise<boolean> {
    const endMs = Date.now() + patienceMs;
    while (!(await isTrue())) {
      if (Date.now() > endMs) return false;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return true;
  }
}
