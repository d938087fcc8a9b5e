/** A server that can be killed, the batch example on it, and what a batch leaves behind: its file, its error table, its mail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { runCli } from '../integration/run-cli.ts';
import { type ServerProcess, startServer } from '../integration/server-process.ts';
import { examples } from './example-bench.ts';

export interface Rejected {
  readonly number: number;
  readonly reasons: string;
  readonly row: Readonly<Record<string, string>>;
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** A change of status, or the news of an execution that began. */
interface Change {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly status: string;
}

export class BatchBench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'stepwell-batch-'));
  /** Executions that `drop` has told of. */
  readonly #told = new Set<string>();
  #server!: ServerProcess;
  #bucket!: string;
  /** Clients of the server that runs now, one of each: every client keeps sockets of its own. */
  #clients: { readonly s3: S3Client; readonly sfn: SFNClient; readonly dynamodb: DynamoDBClient } | undefined;

  static async start(...parameters: string[]): Promise<BatchBench> {
    const bench = new BatchBench();
    await bench.restart();
    await bench.deploy(...parameters);
    return bench;
  }

  get url(): string {
    return this.#server.url;
  }

  get bucket(): string {
    return this.#bucket;
  }

  async restart(): Promise<void> {
    this.#server = await startServer({ dataDir: this.#folder });
    this.#clients = {
      s3: new S3Client({ ...this.client, forcePathStyle: true }),
      sfn: new SFNClient(this.client),
      dynamodb: new DynamoDBClient(this.client),
    };
  }

  async kill(): Promise<void> {
    await this.#server.kill();
    this.#letGo();
  }

  async stop(): Promise<void> {
    await this.#server.interrupt();
    this.#letGo();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #letGo(): void {
    for (const client of Object.values(this.#clients ?? {})) client.destroy();
  }

  /** `parameters` are `Name=value`. */
  async deploy(...parameters: string[]): Promise<void> {
    const args = parameters.flatMap((parameter) => ['--parameter', parameter]);
    const { code, stdout, stderr } = await runCli([
      'deploy',
      join(examples, 'batch'),
      '--json',
      '--endpoint',
      this.url,
      ...args,
    ]);
    if (code !== 0) throw new Error(`deploy: ${stderr}`);
    const { outputs } = JSON.parse(stdout) as { outputs: Record<string, { value: string }> };
    this.#bucket = outputs['Bucket']!.value;
  }

  /** Drops a file and resolves with the ARN of the execution that follows from it. */
  async drop(form: 'chunked' | 'distributed', text: string | Buffer, name = 'sales.csv'): Promise<string> {
    const machine = form === 'chunked' ? 'batch' : 'batch-distributed';
    await using changes = await this.changes(machine);
    await this.put(form, text, name);
    for await (const { executionArn } of changes.all) {
      if (this.#told.has(executionArn)) continue;
      this.#told.add(executionArn);
      return executionArn;
    }
    throw new Error('the server has gone');
  }

  async put(form: 'chunked' | 'distributed', text: string | Buffer, name = 'sales.csv'): Promise<void> {
    const Key = `${form === 'chunked' ? 'input' : 'input-distributed'}/${name}`;
    await this.s3.send(new PutObjectCommand({ Bucket: this.#bucket, Key, Body: Buffer.from(text) }));
  }

  async ended(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    for await (const _ of this.events(executionArn));
    return this.describe(executionArn);
  }

  describe(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    return this.sfn.send(new DescribeExecutionCommand({ executionArn }));
  }

  /** Changes of a machine's executions from now on. */
  async changes(machine: string): Promise<{ all: AsyncGenerator<Change>; [Symbol.asyncDispose](): Promise<void> }> {
    const query = new URLSearchParams({
      stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`,
    });
    const abort = new AbortController();
    const response = await fetch(`${this.url}/_stepwell/executions/changes?${query}`, { signal: abort.signal });
    return { all: messages<Change>(response), [Symbol.asyncDispose]: async () => abort.abort() };
  }

  /** The history of an execution as it grows, some events at a time, until it has ended. */
  async *events(executionArn: string): AsyncGenerator<readonly { readonly type: string; readonly name?: string }[]> {
    const query = new URLSearchParams({ executionArn });
    const response = await fetch(`${this.url}/_stepwell/executions/watch?${query}`);
    type Wire = { type: string; stateEnteredEventDetails?: { name: string } };
    for await (const { events } of messages<{ events: Wire[] }>(response)) {
      yield events.map(({ type, stateEnteredEventDetails }) => ({ type, name: stateEnteredEventDetails?.name }));
    }
  }

  async text(key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    return Body!.transformToString();
  }

  async keys(prefix: string): Promise<string[]> {
    const { Contents } = await this.s3.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: prefix }));
    return (Contents ?? []).map(({ Key }) => Key!);
  }

  async rejected(executionArn: string): Promise<Rejected[]> {
    const client = DynamoDBDocumentClient.from(this.#clients!.dynamodb);
    const query = {
      TableName: 'batch-errors',
      KeyConditionExpression: 'Run = :run',
      ExpressionAttributeValues: { ':run': runOf(executionArn) },
    };
    const found: Rejected[] = [];
    for await (const { Items } of paginateQuery({ client }, query)) {
      for (const { Number: number, Reasons, Row } of Items!)
        found.push({ number, reasons: Reasons, row: JSON.parse(Row) as Rejected['row'] });
    }
    return found;
  }

  async mails(executionArn: string): Promise<Mail[]> {
    const listed = (await (await fetch(`${this.url}/_stepwell/mail?subject=Sales`)).json()) as {
      mails: { id: string }[];
    };
    const mails = await Promise.all(
      listed.mails.map(async ({ id }) => (await (await fetch(`${this.url}/_stepwell/mail/${id}`)).json()) as Mail),
    );
    return mails.filter(({ text }) => text.includes(runOf(executionArn)));
  }

  get client() {
    return {
      endpoint: this.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'stepwell', secretAccessKey: 'stepwell' },
    };
  }

  get s3(): S3Client {
    return this.#clients!.s3;
  }

  get sfn(): SFNClient {
    return this.#clients!.sfn;
  }
}

export function runOf(executionArn: string): string {
  return executionArn.slice(executionArn.lastIndexOf(':') + 1);
}

/** Data of server-sent events; ends quietly with its connection. */
async function* messages<T>(response: Response): AsyncGenerator<T> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as T;
    }
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'AbortError' && message !== 'terminated') throw error;
  }
}
