/** A server for the time of one command: in memory, on a free port. */
import { createStepwell } from '../server/stepwell.ts';

export async function withEphemeralServer<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = createStepwell({ port: 0, ephemeral: true, logLevel: 'error', environment: process.env });
  await server.start();
  try {
    return await use(server.url);
  } finally {
    await server.stop();
  }
}
