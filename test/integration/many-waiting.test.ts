/** Memory is bounded by what runs, not by what exists: 100,000 executions in a one-hour Wait cost disk, and the restart is quick. */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ServerProcess, startServer } from './server-process.ts';

const EXECUTIONS = 100_000;

const dataDir = mkdtempSync(join(tmpdir(), 'stepwell-waiting-'));
let server: ServerProcess;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

afterAll(async () => {
  await server?.kill();
  agent.destroy();
  rmSync(dataDir, { recursive: true, force: true });
});

test(`${EXECUTIONS} waiting executions: heap growth under 150 MB, ready again in under 5 s after kill -9`, {
  timeout: 900_000,
}, async () => {
  server = await startServer({ dataDir, nodeArgs: ['--expose-gc', '--import', heapReporter] });
  const { stateMachineArn } = await call('CreateStateMachine', {
    name: 'waiting',
    roleArn: 'arn:aws:iam::000000000000:role/test',
    definition: JSON.stringify({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3_600, End: true } } }),
  });
  const before = await heapMb(server);
  let next = 0;
  const starter = async (): Promise<void> => {
    for (let n = next++; n < EXECUTIONS; n = next++) {
      await call('StartExecution', {
        stateMachineArn,
        name: `execution-${n}`,
        input: JSON.stringify({ n, text: 'some input '.repeat(10) }),
      });
    }
  };
  await Promise.all(Array.from({ length: 64 }, starter));
  expect((await heapMb(server)) - before).toBeLessThan(150);

  await server.kill();
  const fromMs = performance.now();
  server = await startServer({ dataDir });
  expect(performance.now() - fromMs).toBeLessThan(5_000);
  const newest = await call('ListExecutions', { stateMachineArn, statusFilter: 'RUNNING', maxResults: 1_000 });
  expect((newest['executions'] as unknown[]).length).toBe(1_000);
});

/** Preloaded into the server: answers SIGUSR2 with the heap in use after a collection, as a line on standard error. */
const heapReporter = `data:text/javascript,${encodeURIComponent(
  "process.on('SIGUSR2', () => { globalThis.gc(); process.stderr.write('heapUsed ' + process.memoryUsage().heapUsed + '\\n'); });",
)}`;

async function heapMb({ process: child }: ServerProcess): Promise<number> {
  const reported = new Promise<number>((resolve) => {
    const onData = (text: Buffer): void => {
      const match = /heapUsed (\d+)/.exec(text.toString());
      if (!match) return;
      child.stderr!.off('data', onData);
      resolve(Number(match[1]) / 1e6);
    };
    child.stderr!.on('data', onData);
  });
  child.kill('SIGUSR2');
  return reported;
}

function call(operation: string, params: object): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` };
    const outgoing = request(server.url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        response.statusCode === 200 ? resolve(JSON.parse(text) as Record<string, unknown>) : reject(new Error(text)),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(params));
  });
}
