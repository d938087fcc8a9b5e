/** A Stepwell server in a process of its own, with a durable data directory, for workloads that go over the wire. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { killAtExit } from './processes.mjs';

/** Another build can be measured beside this one: the folder that `tsc` compiled it to. */
const dist = process.env.STEPWELL_BENCH_DIST ?? new URL('../dist', import.meta.url).pathname;
export const cliMain = join(dist, 'cli/main.js');

/** `nodeArgs` are for the server's Node, such as `--cpu-prof`: a profile is written when the server is stopped. */
export async function startStepwell({ nodeArgs = [], args = [], env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
  const child = killAtExit(
    spawn(process.execPath, [...nodeArgs, cliMain, 'start', '--json', '--port', '0', '--data-dir', folder, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    }),
  );
  const exited = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(([code]) => Promise.reject(new Error(`the server ended with code ${code} before it was ready`))),
  ]);
  const { url } = JSON.parse(line);
  return {
    url,
    pid: child.pid,
    dataDir: folder,
    ...createClient(url),
    async close() {
      child.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const TARGETS = {
  states: { prefix: 'AWSStepFunctions', type: 'application/x-amz-json-1.0' },
  dynamodb: { prefix: 'DynamoDB_20120810', type: 'application/x-amz-json-1.0' },
  sqs: { prefix: 'AmazonSQS', type: 'application/x-amz-json-1.0' },
};

/** The wire as SDKs speak it, without an SDK: `json` for the services with JSON, `s3` and `lambda` for those with paths. */
function createClient(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  const send = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ hostname, port, method, path, agent, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          if (response.statusCode < 300) resolve(bytes);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${bytes.toString('utf8').slice(0, 2_000)}`));
        });
        response.on('error', reject);
      });
      outgoing.on('error', reject);
      if (body && typeof body.pipe === 'function') body.pipe(outgoing);
      else outgoing.end(body);
    });
  const authorization = (service) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  });
  return {
    async json(service, operation, params) {
      const { prefix, type } = TARGETS[service];
      const headers = { 'content-type': type, 'x-amz-target': `${prefix}.${operation}`, ...authorization(service) };
      return JSON.parse((await send('POST', '/', headers, JSON.stringify(params))).toString('utf8') || '{}');
    },
    s3: (method, path, body, headers = {}) => send(method, path, { ...headers, ...authorization('s3') }, body),
    async lambda(method, path, params) {
      const headers = { 'content-type': 'application/json', ...authorization('lambda') };
      return JSON.parse((await send(method, path, headers, JSON.stringify(params))).toString('utf8') || '{}');
    },
  };
}

/** Creates a machine, and runs executions of it one after the other until each has ended; an end without success is an error. */
export async function createMachine(server, name, definition) {
  const { stateMachineArn } = await server.json('states', 'CreateStateMachine', {
    name,
    roleArn: 'arn:aws:iam::000000000000:role/bench',
    definition: JSON.stringify(definition),
  });
  return async (input, onTick = () => {}) => {
    const { executionArn } = await server.json('states', 'StartExecution', {
      stateMachineArn,
      input: JSON.stringify(input),
    });
    for (;;) {
      const execution = await server.json('states', 'DescribeExecution', { executionArn });
      if (execution.status === 'SUCCEEDED') return execution;
      if (execution.status !== 'RUNNING') {
        throw new Error(`${name}: ${execution.status} ${execution.error} ${execution.cause}`);
      }
      await onTick();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
}

/** Resident memory of a process now, in MB; 0 once it is gone. Linux. */
export function rssMb(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

/** Processor time that a process has used so far, user and system, in seconds; 0 once it is gone. Linux. */
export function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
  } catch {
    return 0;
  }
}

/** `getconf CLK_TCK`, on every Linux. */
const CLOCK_TICKS = 100;
