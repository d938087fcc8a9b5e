/** A server in this process that keeps everything in memory and runs handlers, with what the official clients need to talk to it. */
import { silentLogger } from '../../src/runtime/logger.ts';
import { createStepwell, type Stepwell } from '../../src/server/stepwell.ts';

export interface EphemeralServer {
  readonly server: Stepwell;
  readonly clientConfiguration: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
}

export async function startEphemeral(): Promise<EphemeralServer> {
  const server = createStepwell({
    port: 0,
    ephemeral: true,
    logger: silentLogger,
    environment: { PATH: process.env['PATH'] },
  });
  await server.start();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { server, clientConfiguration: { endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 } };
}
