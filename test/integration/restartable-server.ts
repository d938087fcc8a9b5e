/** A server in this process over a data directory of its own, which can be stopped and started again over the same data. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createStepwell, type Stepwell, type StepwellOptions } from '../../src/server/stepwell.ts';

export interface RestartableServer {
  /** Of the server that runs now: a new port after each restart. */
  readonly url: string;
  readonly server: Stepwell;
  /** What the official clients need; asks for the address at every call. */
  readonly clientConfiguration: ClientConfiguration;
  restart(options?: StepwellOptions): Promise<void>;
  stop(): Promise<void>;
}

export interface ClientConfiguration {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly endpoint: () => Promise<{ protocol: string; hostname: string; port: number; path: string }>;
  readonly maxAttempts: number;
}

export async function startServer(options: StepwellOptions = {}): Promise<RestartableServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stepwell-'));
  const start = async (more: StepwellOptions = {}): Promise<Stepwell> => {
    const server = createStepwell({ port: 0, dataDir, logger: silentLogger, ...options, ...more });
    await server.start();
    return server;
  };
  let server = await start();
  return {
    get url() {
      return server.url;
    },
    get server() {
      return server;
    },
    clientConfiguration: {
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      endpoint: async () => {
        const { protocol, hostname, port } = new URL(server.url);
        return { protocol, hostname, port: Number(port), path: '/' };
      },
      maxAttempts: 1,
    },
    async restart(more) {
      await server.stop();
      server = await start(more);
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The error that a call of a client ends with: `Name: message`. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'no error';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}
