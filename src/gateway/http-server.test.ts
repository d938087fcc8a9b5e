import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiError, type ByteStream } from './operation.ts';
import { jsonResponse } from './own-routes.ts';
import { type RunningGateway, startGateway, toyService } from './toy-services.testing.ts';

let running: RunningGateway;
let openStreams = 0;
let onStreamClosed = (): void => {};
let release = (): void => {};

async function* slowStream(signal: AbortSignal) {
  openStreams++;
  try {
    yield 'data: 1\n\n';
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    openStreams--;
    onStreamClosed();
  }
}

beforeAll(async () => {
  const states = toyService(
    'stepfunctions',
    ['StartExecution', 'ListActivities', 'GetActivityTask'],
    async ({ operation, input }) => {
      if (operation === 'ListActivities') throw new TypeError('a bug');
      if (operation === 'GetActivityTask') await new Promise<void>((resolve) => (release = resolve));
      if (input['name'] === 'refused') throw new ApiError('ExecutionAlreadyExists', 'Execution Already Exists: x');
      return { executionArn: `arn:${input['name']}`, startDate: 1.5, taskToken: 't' };
    },
  );
  const s3 = toyService(
    's3',
    ['PutObject', 'GetObject', 'PutBucketTagging', 'ListBuckets'],
    async ({ operation, input }) => {
      if (operation === 'GetObject') return { Body: brokenStream(), ContentLength: 100 };
      if (operation !== 'PutObject') return {};
      let length = 0;
      for await (const chunk of input['Body'] as ByteStream) length += chunk.length;
      return { ETag: `"${length}"` };
    },
  );
  const iam = toyService('iam', ['GetRole'], ({ input }) => {
    throw new ApiError('NoSuchEntityException', `The role ${input['RoleName']} cannot be found.`);
  });
  const sqs = toyService('sqs', ['SendMessage', 'GetQueueAttributes'], ({ operation, input }) =>
    operation === 'SendMessage' ? { MessageId: String(input['QueueUrl']) } : { Attributes: { A: 'x<y' } },
  );
  const lambda = toyService('lambda', ['GetFunction'], ({ input }) => ({
    Configuration: { FunctionName: input['FunctionName'] },
  }));
  running = await startGateway({
    services: [states, s3, iam, sqs, lambda],
    version: '1.2.3',
    maxBodyBytes: 100_000,
    ownRoutes: [
      { method: 'GET', path: '/_stepwell/health', handler: () => jsonResponse({ status: 'ready' }) },
      {
        method: 'POST',
        path: '/_stepwell/things/:id/*',
        handler: async (own) => jsonResponse({ ...own.params, body: String(await own.body()) }),
      },
      { method: 'GET', path: '/_stepwell/bug', handler: () => Promise.reject(new Error('bug')) },
      { method: 'GET', path: '/', handler: () => ({ status: 302, headers: { location: '/_stepwell/console/' } }) },
      { method: '*', path: '/_public/*', isPublic: true, handler: () => jsonResponse({}) },
      {
        method: 'GET',
        path: '/_stepwell/events',
        handler: ({ signal }) => ({ headers: { 'content-type': 'text/event-stream' }, body: slowStream(signal) }),
      },
    ],
  });
});
afterAll(() => running.gateway.stop(100));

async function* brokenStream(): ByteStream {
  yield Buffer.from('half');
  throw new Error('the disk is gone');
}

interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Sends bytes as they are and reads until the other side closes. */
async function raw(text: string | Buffer, port = running.port): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  const answer = Buffer.concat(chunks).toString('latin1');
  const end = answer.indexOf('\r\n\r\n');
  return { status: Number(answer.slice(9, 12)), headers: answer.slice(0, end), body: answer.slice(end + 4) };
}

const request = (line: string, headers: Record<string, string>, body: string | Buffer = '') =>
  Buffer.concat([
    Buffer.from(
      [
        `${line} HTTP/1.1`,
        ...Object.entries({
          Host: 'localhost',
          Connection: 'close',
          'Content-Length': String(Buffer.byteLength(body)),
          ...headers,
        })
          .filter(([, value]) => value !== '')
          .map(([name, value]) => `${name}: ${value}`),
        '',
        '',
      ].join('\r\n'),
    ),
    Buffer.from(body as string),
  ]);

const states = (operation: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  raw(
    request(
      'POST /',
      { 'X-Amz-Target': `AWSStepFunctions.${operation}`, 'Content-Type': 'application/x-amz-json-1.0', ...headers },
      body,
    ),
  );

test('JSON: an answer, its headers, an error, a bug', async () => {
  const good = await states('StartExecution', '{"stateMachineArn":"a","name":"n"}');
  expect(good.status).toBe(200);
  expect(good.headers).toMatch(/x-amzn-RequestId: [0-9a-f-]{36}/);
  expect(good.headers).toContain('content-type: application/x-amz-json-1.0');
  expect(good.body).toBe('{"executionArn":"arn:n","startDate":1.5}');
  const refused = await states('StartExecution', '{"stateMachineArn":"a","name":"refused"}');
  expect([refused.status, refused.body]).toEqual([
    400,
    '{"__type":"com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists","message":"Execution Already Exists: x"}',
  ]);
  const bug = await states('ListActivities', '{}');
  expect([bug.status, JSON.parse(bug.body).__type]).toEqual([500, 'com.amazon.coral.service#InternalFailure']);
  expect(bug.body).not.toContain('a bug');
  expect(running.log.at(-1)).toMatchObject({
    level: 'error',
    fields: { stack: expect.stringContaining('a bug'), operation: 'ListActivities' },
  });
});

test.each<[name: string, body: string, type: string]>([
  ['no JSON', '{', 'SerializationException'],
  ['nothing', '', 'SerializationException'],
  ['a list', '[]', 'SerializationException'],
  ['null', 'null', 'SerializationException'],
  ['a wrong type', '{"stateMachineArn":7}', 'SerializationException'],
  ['a missing member', '{}', 'ValidationException'],
  ['deep nesting', `{"stateMachineArn":${'['.repeat(40_000)}`, 'SerializationException'],
])('JSON: %s is a 400', async (_name, body, type) => {
  const answer = await states('StartExecution', body);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body).__type).toContain(`#${type}`);
});

test('operations that are not there', async () => {
  const unknown = await states('Nonsense', '{}');
  expect([unknown.status, unknown.body]).toEqual([
    400,
    '{"__type":"com.amazon.coral.service#UnknownOperationException"}',
  ]);
  const missing = await states('CreateActivity', '{"name":"x"}');
  expect([missing.status, JSON.parse(missing.body).__type]).toEqual([
    501,
    'com.amazon.coral.service#UnknownOperationException',
  ]);
  expect(running.log.at(-1)).toMatchObject({
    level: 'warn',
    fields: { service: 'stepfunctions', operation: 'CreateActivity' },
  });
  const service = await raw(request('POST /', { 'X-Amz-Target': 'TrentService.Encrypt' }, '{}'));
  expect(service.status).toBe(400);
  const action = await raw(
    request('POST /', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'Action=Nope&Version=2010-05-08'),
  );
  expect([action.status, action.body]).toEqual([400, expect.stringContaining('<Code>InvalidAction</Code>')]);
  const bucket = await raw(request('PATCH /bucket/key', {}));
  expect([bucket.status, bucket.body]).toEqual([405, expect.stringContaining('<Code>MethodNotAllowed</Code>')]);
  const path = await raw(
    request('GET /2015-03-31/nothing', {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=a/20240101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
    }),
  );
  expect([path.status, path.headers]).toEqual([
    404,
    expect.stringContaining('x-amzn-ErrorType: UnknownOperationException'),
  ]);
});

test('bodies: gzip, too large, too large once unzipped, chunked, broken off', async () => {
  const body = gzipSync('{"stateMachineArn":"a","name":"z"}');
  expect((await states('StartExecution', body, { 'Content-Encoding': 'gzip' })).body).toContain('arn:z');
  expect((await states('StartExecution', 'no gzip', { 'Content-Encoding': 'gzip' })).status).toBe(400);
  expect(
    (await states('StartExecution', gzipSync(Buffer.alloc(2_000_000)), { 'Content-Encoding': 'gzip' })).status,
  ).toBe(413);
  expect((await states('StartExecution', ' '.repeat(150_000))).status).toBe(413);
  expect((await states('StartExecution', '', { 'Content-Length': '99999999999' })).status).toBe(413);
  const chunked = await states('StartExecution', '22\r\n{"stateMachineArn":"a","name":"c"}\r\n0\r\n\r\n', {
    'Transfer-Encoding': 'chunked',
    'Content-Length': '',
  });
  expect(chunked.body).toContain('arn:c');
  const endless = await states('StartExecution', `${'186a1\r\n'}${' '.repeat(100_001)}\r\n`, {
    'Transfer-Encoding': 'chunked',
    'Content-Length': '',
  });
  expect(endless.status).toBe(413);
});

test('senders that dawdle are cut off', async () => {
  await using hasty = await startGateway({
    services: [toyService('stepfunctions', ['StartExecution'], () => ({}))],
    idleTimeoutMs: 300,
    headersTimeoutMs: 500,
  });
  const target = { 'X-Amz-Target': 'AWSStepFunctions.StartExecution', 'Content-Length': '100' };
  const body = await raw(request('POST /', target, '{"state'), hasty.port);
  expect([body.status, body.body]).toEqual([400, expect.stringContaining('RequestTimeout')]);
  expect((await raw('GET / HTTP/1.1\r\nHost: x\r\nA', hasty.port)).status).toBe(408);
  expect((await raw('nonsense\r\n\r\n', hasty.port)).status).toBe(400);
});

test('100-continue is sent when the body is wanted, and only then', async () => {
  const line = { Expect: '100-continue' };
  const good = await raw(request('PUT /b/k', line, 'hello'));
  expect(good.headers).toBe('HTTP/1.1 100 Continue');
  expect(good.body).toMatch(/^HTTP\/1.1 200 OK/);
  expect(good.body).toContain('ETag: "5"');
  const refused = await states('StartExecution', '', { ...line, 'Content-Length': '200000' });
  expect(refused.status).toBe(413);
});

test('several requests on one connection', async () => {
  const one = request(
    'POST /',
    { Connection: 'keep-alive', 'X-Amz-Target': 'AWSStepFunctions.StartExecution' },
    '{"stateMachineArn":"a","name":"k"}',
  );
  const last = request(
    'POST /',
    { 'X-Amz-Target': 'AWSStepFunctions.StartExecution' },
    '{"stateMachineArn":"a","name":"l"}',
  );
  const answer = await raw(Buffer.concat([one, one, last]));
  expect((answer.headers + answer.body).match(/HTTP\/1.1 200 OK/g)).toHaveLength(3);
});

test('the Query protocol: errors by their code, SQS by its old names', async () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const role = await raw(request('POST /', form, 'Action=GetRole&Version=2010-05-08&RoleName=r'));
  expect(role.status).toBe(404);
  expect(role.body).toContain(
    '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>The role r cannot be found.</Message></Error><RequestId>',
  );
  const none = await raw(request('GET /?Action=GetRole&Version=2010-05-08', {}));
  expect([none.status, none.body]).toEqual([400, expect.stringContaining('<Code>ValidationError</Code>')]);
  const sent = await raw(
    request(
      'POST /000000000000/q',
      form,
      'Action=SendMessage&MessageBody=m&MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v',
    ),
  );
  expect(sent.body).toMatch(
    /<SendMessageResult><MessageId>http:\/\/localhost\/000000000000\/q<\/MessageId><\/SendMessageResult><ResponseMetadata>/,
  );
  const attributes = await raw(
    request('POST /', form, 'Action=GetQueueAttributes&Version=2012-11-05&QueueUrl=u&AttributeName.1=All'),
  );
  expect(attributes.body).toContain(
    '<GetQueueAttributesResult><Attribute><Name>A</Name><Value>x&lt;y</Value></Attribute></GetQueueAttributesResult>',
  );
  const bad = await raw(request('POST /', form, 'Action=SendMessage&QueueUrl=u&MessageBody=m&DelaySeconds=soon'));
  expect([bad.status, bad.body]).toEqual([400, expect.stringContaining('MalformedInput')]);
});

test('S3: chunked uploads, malformed XML and paths, virtual hosts', async () => {
  const streaming = {
    'X-Amz-Content-Sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'X-Amz-Trailer': 'x-amz-checksum-crc32',
  };
  const upload = (crc: string) =>
    raw(request('PUT /b/k', streaming, `9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:${crc}\r\n\r\n`));
  expect((await upload('y/Q5Jg==')).headers).toContain('ETag: "9"');
  expect((await upload('AAAAAA==')).body).toContain('<Code>BadDigest</Code>');
  expect((await raw(request('PUT /b/k', streaming, 'xyz'))).status).toBe(400);
  expect((await raw(request('PUT /b/k', { 'X-Amz-Content-Sha256': 'STREAMING-WHATEVER' }, 'xyz'))).status).toBe(400);
  for (const xml of [
    '',
    '<',
    '<a>',
    'text',
    '<!DOCTYPE a [<!ENTITY b "c">]><Tagging>&b;</Tagging>',
    '<Tagging><TagSet><Tag/></TagSet></Tagging>',
    '<Tagging>&x;</Tagging>',
  ]) {
    const answer = await raw(request('PUT /b?tagging', {}, xml));
    expect([answer.status, answer.body], xml).toEqual([
      400,
      expect.stringMatching(/<Code>(MalformedXML|MissingRequestBodyError)</),
    ]);
    expect(answer.body).toMatch(/<RequestId>[0-9A-F]{16}<\/RequestId><HostId>.+<\/HostId><\/Error>$/);
  }
  expect((await raw(request('GET /b/%zz', {}))).body).toContain('<Code>InvalidURI</Code>');
  expect((await raw(request('PUT /key', { Host: 'my.bucket.s3.us-east-1.localhost:4566' }, 'v'))).headers).toContain(
    'ETag: "1"',
  );
});

test('an answer that breaks off midway ends the connection', async () => {
  const answer = await raw(request('GET /b/k', {}));
  expect(answer.headers).toContain('Content-Length: 100');
  expect(answer.body.length).toBeLessThan(5);
  expect(running.log.at(-1)).toMatchObject({ level: 'error', message: 'An answer broke off' });
});

test('own endpoints, and LocalStack health', async () => {
  expect((await raw(request('GET /_stepwell/health', {}))).body).toBe('{"status":"ready"}');
  expect((await raw(request('POST /_stepwell/things/a%2Fb/c/d', {}, 'x'))).body).toBe(
    '{"id":"a/b","*":"c/d","body":"x"}',
  );
  expect((await raw(request('GET /_stepwell/nothing', {}))).status).toBe(404);
  expect((await raw(request('PUT /_stepwell/health', {}))).status).toBe(405);
  expect((await raw(request('GET /_stepwell/bug', {}))).status).toBe(500);
  const health = JSON.parse((await raw(request('GET /_localstack/health', {}))).body);
  expect(health).toMatchObject({ version: '1.2.3', services: { s3: 'running', stepfunctions: 'running' } });
  expect((await raw(request('GET /', { Accept: 'text/html' }))).headers).toContain('location: /_stepwell/console/');
  expect((await raw(request('GET /', {}))).body).toContain('ListAllMyBucketsResult');
});

test('foreign hosts and origins get nothing', async () => {
  const own = async (headers: Record<string, string>) => (await raw(request('GET /_stepwell/health', headers))).status;
  expect(await own({ Host: 'evil.example' })).toBe(403);
  expect(await own({ Host: '127.0.0.1:4566', Origin: 'http://evil.example' })).toBe(403);
  expect(await own({ Host: 'localhost:4566', Origin: 'http://localhost:3000' })).toBe(403);
  expect(await own({ Host: 'localhost:4566', Origin: 'http://localhost:4566' })).toBe(200);
  expect(await own({ Host: '[::1]:4566' })).toBe(200);
  expect((await raw(request('GET /_public/x', { Host: 'evil.example' }))).status).toBe(200);
  const form = request(
    'POST /',
    { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'http://evil.example' },
    'Action=GetRole&Version=2010-05-08',
  );
  expect((await raw(form)).status).toBe(403);
  const aws = async (head: string, headers: Record<string, string>) => (await raw(request(head, headers))).status;
  expect(await aws('GET /b/k2', { Host: 'evil.example' })).toBe(403);
  expect(await aws('POST /b/k?X-Amz-Signature=x', { Origin: 'http://evil.example' })).toBe(403);
  expect(await aws('GET /?Action=GetRole', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' })).toBe(403);
});

test('a page that somebody stored has no origin', async () => {
  const sandboxed = async (headers: Record<string, string>) =>
    /content-security-policy: sandbox allow-scripts/i.test((await raw(request('GET /b/k2', headers))).headers);
  expect(await sandboxed({ 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'none' })).toBe(true);
  expect(await sandboxed({ 'Sec-Fetch-Dest': 'iframe', 'Sec-Fetch-Site': 'same-origin' })).toBe(true);
  expect(await sandboxed({ Accept: 'text/html,*/*' })).toBe(true);
  expect(await sandboxed({ 'Sec-Fetch-Dest': 'empty', Accept: 'text/html' })).toBe(false);
  expect(await sandboxed({})).toBe(false);
});

test('a client that leaves ends the stream it listened to', async () => {
  const socket = connect(running.port, '127.0.0.1');
  const closed = new Promise<void>((resolve) => (onStreamClosed = resolve));
  socket.write(request('GET /_stepwell/events', {}));
  await once(socket, 'data');
  expect(openStreams).toBe(1);
  socket.destroy();
  await closed;
  expect(openStreams).toBe(0);
});

test('stop lets a running request finish', async () => {
  await using other = await startGateway({
    services: [
      toyService('stepfunctions', ['GetActivityTask'], async () => {
        const wait = new Promise<void>((resolve) => (release = resolve));
        begun();
        await wait;
        return { taskToken: 'late' };
      }),
    ],
  });
  let begun = (): void => {};
  const started = new Promise<void>((resolve) => (begun = resolve));
  const answer = fetch(other.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.GetActivityTask' },
    body: '{"activityArn":"a"}',
  });
  await started;
  const stopped = other.gateway.stop(5_000);
  release();
  expect(await (await answer).json()).toEqual({ taskToken: 'late' });
  await stopped;
  await expect(fetch(other.url)).rejects.toThrow();
});
