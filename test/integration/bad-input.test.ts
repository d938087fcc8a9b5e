/** Bad input gets AWS's error and leaves the server serving: over real sockets, to a real server, with real handlers. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ServerProcess, startServer } from './server-process.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';
const hello = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });

let folder: string;
let server: ServerProcess;
let lambda: LambdaClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-bad-'));
  server = await startServer({ dataDir: join(folder, 'data') });
  lambda = new LambdaClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await states('CreateStateMachine', JSON.stringify({ name: 'hello', roleArn, definition: hello }));
});
afterEach(async () => {
  const health = await fetch(`${server.url}/_stepwell/health`);
  expect(await health.json()).toMatchObject({ status: 'ready' });
});
afterAll(async () => {
  await server?.interrupt();
  rmSync(folder, { recursive: true, force: true });
});

async function states(operation: string, body: string): Promise<{ status: number; type: string; message: string }> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` },
    body,
  });
  const answer = (await response.json()) as { __type?: string; message?: string; Message?: string };
  return {
    status: response.status,
    type: (answer.__type ?? '').replace(/^.*#/, ''),
    message: answer.message ?? answer.Message ?? '',
  };
}

const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:hello';
const create = (change: object): string => JSON.stringify({ name: 'another', roleArn, definition: hello, ...change });

describe('Step Functions', () => {
  test.each<[name: string, operation: string, body: string, type: string, message: RegExp]>([
    ['malformed JSON', 'CreateStateMachine', '{"name": ', 'SerializationException', /.*/],
    ['a body that is no object', 'CreateStateMachine', '[1]', 'SerializationException', /.*/],
    ['an empty body', 'CreateStateMachine', '', 'SerializationException', /.*/],
    ['an operation that does not exist', 'DanceStateMachine', '{}', 'UnknownOperationException', /.*/],
    ['a wrong type', 'CreateStateMachine', create({ name: 7 }), 'SerializationException', /.*/],
    [
      'a missing member',
      'CreateStateMachine',
      JSON.stringify({ name: 'x' }),
      'ValidationException',
      /validation errors? detected/,
    ],
    ['a name with a space', 'CreateStateMachine', create({ name: 'a b' }), 'InvalidName', /Invalid Name: 'a b'/],
    [
      'a name that is too long',
      'CreateStateMachine',
      create({ name: 'x'.repeat(81) }),
      'ValidationException',
      /less than or equal to 80/,
    ],
    [
      'a role that is no ARN',
      'CreateStateMachine',
      create({ roleArn: 'me' }),
      'InvalidArn',
      /^Invalid Role Arn: 'me'$/,
    ],
    [
      'a definition that is not JSON',
      'CreateStateMachine',
      create({ definition: '{' }),
      'InvalidDefinition',
      /Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION/,
    ],
    [
      'a definition with an unknown field',
      'CreateStateMachine',
      create({ definition: hello.replace('"End"', '"Colour":1,"End"') }),
      'InvalidDefinition',
      /SCHEMA_VALIDATION_FAILED/,
    ],
    [
      'a definition over 1 MiB',
      'CreateStateMachine',
      create({ definition: hello.replace('{', `{"Comment":"${'x'.repeat(1_048_576)}",`) }),
      'ValidationException',
      /1048576/,
    ],
    [
      'an input over 256 KiB',
      'StartExecution',
      JSON.stringify({ stateMachineArn: machineArn, input: `"${'x'.repeat(262_144)}"` }),
      'ValidationException',
      /262144/,
    ],
    [
      'an input that is not JSON',
      'StartExecution',
      JSON.stringify({ stateMachineArn: machineArn, input: '{"a": }' }),
      'InvalidExecutionInput',
      /Invalid State Machine Execution Input/,
    ],
    [
      'a machine that does not exist',
      'StartExecution',
      JSON.stringify({ stateMachineArn: `${machineArn}x` }),
      'StateMachineDoesNotExist',
      /State Machine Does Not Exist/,
    ],
    ['an ARN that is none', 'DescribeExecution', JSON.stringify({ executionArn: 'arn' }), 'InvalidArn', /Invalid Arn/],
    [
      'a page over its limit',
      'ListStateMachines',
      JSON.stringify({ maxResults: 1_001 }),
      'ValidationException',
      /less than or equal to 1000/,
    ],
    [
      'a token that is none',
      'SendTaskSuccess',
      JSON.stringify({ taskToken: 'x', output: '{}' }),
      'InvalidToken',
      /Invalid Token/,
    ],
    [
      'a page token that is none',
      'ListStateMachines',
      JSON.stringify({ nextToken: 'x' }),
      'InvalidToken',
      /Invalid Token/,
    ],
  ])('%s', async (_name, operation, body, type, message) => {
    const answer = await states(operation, body);
    expect({ type: answer.type, status: answer.status }).toEqual({
      type,
      status: answer.type === 'UnknownOperationException' ? answer.status : 400,
    });
    expect(answer.status).toBeLessThan(500);
    expect(answer.message).toMatch(message);
  });

  test('a body deeper than any stack', async () => {
    const answer = await states(
      'StartExecution',
      JSON.stringify({ stateMachineArn: machineArn, input: '['.repeat(100_000) + ']'.repeat(100_000) }),
    );
    expect(answer.status).toBeLessThan(500);
  });

  test('a regular expression that would run for years', async () => {
    const output = `{% $match("${'a'.repeat(80)}c", /^(?:a|aa)+$/i) %}`;
    const definition = JSON.stringify({ Type: 'Pass', QueryLanguage: 'JSONata', Output: output, End: true });
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AWSStepFunctions.TestState' },
      body: JSON.stringify({ definition, roleArn, input: '{}' }),
    });
    expect(await response.json()).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining('Expression evaluation timeout: Check for infinite loop'),
    });
  });

  test('a client that goes away in the middle of its body', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-Amz-Target: AWSStepFunctions.StartExecution\r\n\r\n{"state',
    );
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    socket.destroy();
  });

  test('bytes that are not HTTP', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.write('\u0000\u0001 nonsense\r\n\r\n');
    expect(await answer).toContain('400');
    socket.destroy();
  });
});

describe('S3', () => {
  test('keys that climb out of the bucket stay names', async () => {
    await fetch(`${server.url}/bucket`, { method: 'PUT' });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.write(
      'PUT /bucket/%2e%2e/%2e%2e/%2e%2e/escaped HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc',
    );
    expect(await answered).toMatch(/^HTTP\/1\.1 200/);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('escaped'));
    expect(names).toEqual([]);
    const listed = await (await fetch(`${server.url}/bucket?list-type=2`)).text();
    expect(listed).toContain('<Key>../../../escaped</Key>');
  });

  test.each<[name: string, path: string, init: RequestInit, status: number, code: string]>([
    ['a bucket that does not exist', '/nowhere-at-all/key', {}, 404, 'NoSuchBucket'],
    ['a key that does not exist', '/bucket/nothing', {}, 404, 'NoSuchKey'],
    ['a bad bucket name', '/Bad_Name', { method: 'PUT' }, 400, 'InvalidBucketName'],
    ['a key over 1,024 bytes', `/bucket/${'k'.repeat(1_025)}`, { method: 'PUT', body: 'x' }, 400, 'KeyTooLongError'],
    ['XML that is none', '/bucket?delete', { method: 'POST', body: '<Delete' }, 400, 'MalformedXML'],
    [
      'a digest that does not match',
      '/bucket/key',
      { method: 'PUT', body: 'x', headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } },
      400,
      'BadDigest',
    ],
    ['a range outside', '/bucket/..%2F..%2F..%2Fescaped', { headers: { range: 'bytes=9-' } }, 416, 'InvalidRange'],
  ])('%s', async (_name, path, init, status, code) => {
    const response = await fetch(server.url + path, init);
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
    expect(response.status).toBe(status);
  });
});

describe('Lambda', () => {
  let made = 0;

  async function invoke(
    code: string,
    timeout = 2,
  ): Promise<{ functionError?: string; payload: { errorType?: string; errorMessage?: string } }> {
    const FunctionName = `bad-${made++}`;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: roleArn,
        Timeout: timeout,
        Code: { ZipFile: zipSync({ 'index.js': new TextEncoder().encode(code) }) },
      }),
    );
    const result = await lambda.send(new InvokeCommand({ FunctionName, Payload: new TextEncoder().encode('{}') }));
    return {
      functionError: result.FunctionError,
      payload: JSON.parse(Buffer.from(result.Payload!).toString()) as object,
    };
  }

  test.each<[name: string, code: string, errorType: string, message: RegExp]>([
    ['exits', 'exports.handler = async () => process.exit(3);', 'Runtime.ExitError', /exit status 3/],
    [
      'hangs',
      'exports.handler = () => new Promise(() => setInterval(() => {}, 1000));',
      'Sandbox.Timedout',
      /Task timed out after 1\.00 seconds/,
    ],
    ['spins', 'exports.handler = async () => { for (;;); };', 'Sandbox.Timedout', /Task timed out after 1\.00 seconds/],
    ['returns what is not JSON', 'exports.handler = async () => 10n;', 'Error', /^Unable to stringify response body$/],
    ['is not there', 'exports.other = 1;', 'Runtime.HandlerNotFound', /handler/],
    ['does not parse', 'exports.handler = (;', 'Runtime.UserCodeSyntaxError', /SyntaxError/],
    [
      'answers over 6 MB',
      "exports.handler = async () => 'x'.repeat(7e6);",
      'Function.ResponseSizeTooLarge',
      /exceeded maximum allowed payload size \(6291556 bytes\)/,
    ],
  ])('a function that %s', async (_name, code, errorType, message) => {
    // Those that are to run out of their time have a second; the others have all that a busy machine may need.
    const { functionError, payload } = await invoke(code, errorType === 'Sandbox.Timedout' ? 1 : 30);
    expect(functionError).toBe('Unhandled');
    expect(payload.errorType).toBe(errorType);
    expect(payload.errorMessage).toMatch(message);
  });

  test('a function that floods its output still answers', async () => {
    const { payload } = await invoke(
      "exports.handler = async () => { for (let n = 0; n < 200000; n++) console.log('x'.repeat(100)); return {}; };",
      30,
    );
    expect(payload).toEqual({});
  });

  test('a package that climbs out of its folder is refused', async () => {
    const zip = zipSync({
      '../../../evil.js': new TextEncoder().encode('x'),
      'index.js': new TextEncoder().encode('x'),
    });
    const command = new CreateFunctionCommand({
      FunctionName: 'evil',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: roleArn,
      Code: { ZipFile: zip },
    });
    await expect(lambda.send(command)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    expect(existsSync(join(folder, 'evil.js'))).toBe(false);
  });

  test('bytes that are no package are refused', async () => {
    const command = new CreateFunctionCommand({
      FunctionName: 'none',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: roleArn,
      Code: { ZipFile: Buffer.from('not a zip') },
    });
    await expect(lambda.send(command)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
    });
  });
});
