/** Who gets in: at the socket, with the headers that browsers send and cannot be talked out of. */

import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServerProcess, startServer } from '../integration/server-process.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let server: ServerProcess;
let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'stepwell-doors-'));
  server = await startServer({ dataDir });
  const client = { endpoint: server.url, region: 'us-east-1', credentials: { accessKeyId: 'k', secretAccessKey: 's' } };
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await s3.send(
    new PutObjectCommand({ Bucket: 'bucket', Key: 'page.html', Body: '<p>hello', ContentType: 'text/html' }),
  );
});
afterAll(async () => {
  await server?.interrupt();
  rmSync(dataDir, { recursive: true, force: true });
});

/** `fetch` does not let anybody choose a Host or an Origin. */
function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(server.url, { method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', reject).end(body);
  });
}

const LIST = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AWSStepFunctions.ListStateMachines' };
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0',
};
const CREATE_QUEUE = 'Action=CreateQueue&QueueName=planted&Version=2012-11-05';

describe('a name that was pointed at this machine', () => {
  const host = { host: 'evil.example:4566' };
  test.each<[what: string, method: string, path: string, headers: Record<string, string>, body?: string]>([
    ['the console', 'GET', '/_stepwell/console/', {}],
    ['the executions', 'GET', '/_stepwell/executions', {}],
    ['a reset', 'POST', '/_stepwell/reset', {}],
    ['an operation', 'POST', '/', LIST, '{}'],
    ['an operation that says that it is signed', 'POST', '/', { ...LIST, ...SIGNED }, '{}'],
    ['an object', 'GET', '/bucket/page.html', {}],
    ['an object with an address that looks signed', 'GET', '/bucket/page.html?X-Amz-Signature=0', {}],
    ['a function', 'POST', '/2015-03-31/functions/f/invocations', {}, '{}'],
    ['a form', 'POST', '/', { 'content-type': 'application/x-www-form-urlencoded' }, CREATE_QUEUE],
    ['a link with an operation', 'GET', `/?${CREATE_QUEUE}`, {}],
  ])('does not reach %s', async (_what, method, path, headers, body) => {
    expect((await send(method, path, { ...headers, ...host }, body)).status).toBe(403);
  });
});

describe('a page of another site', () => {
  test.each<[what: string, method: string, path: string, headers: Record<string, string>, body?: string]>([
    ['a reset', 'POST', '/_stepwell/reset', {}],
    ['the executions', 'GET', '/_stepwell/executions', {}],
    ['an operation', 'POST', '/', LIST, '{}'],
    ['an operation that says that it is signed', 'POST', '/', { ...LIST, ...SIGNED }, '{}'],
    ['a form', 'POST', '/', { 'content-type': 'application/x-www-form-urlencoded' }, CREATE_QUEUE],
    ['a form with an address that looks signed', 'POST', '/?X-Amz-Signature=0', { 'content-type': 'text/plain' }, ''],
    ['a function', 'POST', '/2015-03-31/functions/f/invocations?X-Amz-Signature=0', {}, '{}'],
    ['the deletion of an object', 'DELETE', '/bucket/page.html', {}],
  ])('does not reach %s', async (_what, method, path, headers, body) => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      expect((await send(method, path, { ...headers, origin }, body)).status, origin).toBe(403);
    }
  });

  test('cannot embed what is an operation, or an object', async () => {
    const embedded = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    expect((await send('GET', `/?${CREATE_QUEUE}`, embedded)).status).toBe(403);
    expect((await send('GET', '/bucket/page.html', embedded)).status).toBe(403);
    expect((await send('GET', '/_stepwell/executions', embedded)).status).toBe(403);
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await send('GET', `/?${CREATE_QUEUE}`, link)).status).toBe(403);
    expect((await send('GET', '/bucket/page.html', link)).status).toBe(200);
  });

  test('planted nothing', async () => {
    const queues = await send('POST', '/', { 'x-amz-target': 'AmazonSQS.ListQueues' }, '{}');
    expect([queues.status, queues.body]).toEqual([200, expect.not.stringContaining('planted')]);
  });
});

describe('tools', () => {
  test.each(['localhost', '127.0.0.1', '[::1]', 'bucket.s3.localhost', 'stepwell', 'host.docker.internal'])(
    'come by the name %s',
    async (name) => {
      expect((await send('POST', '/', { ...LIST, host: `${name}:4566` }, '{}')).status).toBe(200);
    },
  );

  test('reach buckets by virtual hosts', async () => {
    expect((await send('GET', '/page.html', { host: 'bucket.s3.localhost:4566' })).body).toBe('<p>hello');
    expect((await send('GET', '/page.html', { host: 'bucket.s3.us-east-1.amazonaws.com' })).body).toBe('<p>hello');
  });

  test('an SDK in a page of this machine signs and passes; its page unsigned does not', async () => {
    const origin = 'http://localhost:3000';
    expect((await send('POST', '/', { ...LIST, ...SIGNED, origin }, '{}')).status).toBe(200);
    expect((await send('POST', '/', { ...LIST, origin }, '{}')).status).toBe(403);
  });

  test("AWS's client works as ever", async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const states = new SFNClient({ endpoint: server.url, region: 'us-east-1', credentials });
    expect((await states.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
  });

  test('--allow-host lets one more name in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-allowed-'));
    const other = await startServer({ dataDir: folder, args: ['--allow-host', 'Stepwell.example'] });
    const before = server;
    server = other;
    try {
      expect((await send('POST', '/', { ...LIST, host: 'stepwell.example:4566' }, '{}')).status).toBe(200);
      expect((await send('GET', '/_stepwell/health', { host: 'stepwell.example' })).status).toBe(200);
      expect((await send('POST', '/', { ...LIST, host: 'evil.example:4566' }, '{}')).status).toBe(403);
    } finally {
      server = before;
      await other.interrupt();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** An address of this machine that others see. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

describe.runIf(outside !== undefined)('a server off loopback', () => {
  test('keeps its own endpoints for its own machine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-open-'));
    const open = await startServer({ dataDir: folder, args: ['--host', '0.0.0.0'] });
    const { port } = new URL(open.url);
    const statusOf = async (address: string, method: string, path: string): Promise<number> =>
      (await fetch(`http://${address}:${port}${path}`, { method })).status;
    try {
      expect(await statusOf(outside!, 'POST', '/_stepwell/reset')).toBe(403);
      expect(await statusOf(outside!, 'POST', '/_stepwell/stacks/planted')).toBe(403);
      expect(await statusOf(outside!, 'GET', '/_stepwell/executions')).toBe(403);
      expect(await statusOf(outside!, 'GET', '/_stepwell/console/')).toBe(403);
      expect(await statusOf(outside!, 'GET', '/bucket')).toBe(403);
      expect(await statusOf(outside!, 'GET', '/_stepwell/health')).toBe(200);
      expect(await statusOf('127.0.0.1', 'GET', '/_stepwell/executions')).toBe(200);
      expect(await statusOf('127.0.0.1', 'GET', '/_stepwell/console/')).toBe(200);
    } finally {
      await open.interrupt();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('policies', () => {
  const directives = (answer: Answer): Record<string, string> =>
    Object.fromEntries(
      String(answer.headers['content-security-policy'])
        .split(';')
        .map((one) => {
          const [name = '', ...values] = one.trim().split(' ');
          return [name, values.join(' ')];
        }),
    );

  test('the console runs its own scripts alone, and cannot be framed', async () => {
    const answer = await send('GET', '/_stepwell/console/');
    expect(directives(answer)).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
    });
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(answer.body).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|https?:\/\/(?!www\.w3\.org)/);
  });

  test('a stored page that is opened has no origin', async () => {
    const opened = await send('GET', '/bucket/page.html', { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' });
    expect(directives(opened)['sandbox']).toMatch(/allow-scripts/);
    expect(directives(opened)['sandbox']).not.toMatch(/allow-same-origin/);
    expect((await send('GET', '/bucket/page.html')).headers['content-security-policy']).toBeUndefined();
  });
});
