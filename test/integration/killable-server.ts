/** A server in a process of its own that is killed and started again over the same data, with clients that belong to one life of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type ServerProcess, startServer } from './server-process.ts';

const POLL_MS = 10;

export class KillableServer {
  /** For what a test keeps beside the server's data. */
  readonly folder: string;
  #server: ServerProcess | undefined;
  #sfn: SFNClient | undefined;
  #s3: S3Client | undefined;

  private constructor(name: string) {
    this.folder = mkdtempSync(join(tmpdir(), `stepwell-${name}-`));
  }

  static async start(name: string): Promise<KillableServer> {
    const server = new KillableServer(name);
    await server.start();
    return server;
  }

  /** A failed call is not repeated behind the test's back. */
  get clientConfiguration() {
    return {
      endpoint: this.#server!.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
  }

  get sfn(): SFNClient {
    this.#sfn ??= new SFNClient(this.clientConfiguration);
    return this.#sfn;
  }

  get s3(): S3Client {
    this.#s3 ??= new S3Client({ ...this.clientConfiguration, forcePathStyle: true });
    return this.#s3;
  }

  async start(): Promise<void> {
    this.#server = await startServer({ dataDir: join(this.folder, 'data') });
    this.#letGoOfClients();
  }

  async kill(): Promise<void> {
    await this.#server?.kill();
    this.#letGoOfClients();
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** They know the address of a server that is gone, and what they have left open is of no use to the next. */
  #letGoOfClients(): void {
    this.#sfn?.destroy();
    this.#s3?.destroy();
    this.#sfn = undefined;
    this.#s3 = undefined;
  }
}

/** Asks again after a moment: the server under test needs its time, too. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
