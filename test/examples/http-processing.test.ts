/** System 003 through the front door: the API, the service that calls it, and the state machine of two steps with its errors. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExampleBench, examples, startBench } from './example-bench.ts';
import { readmesCanRun, runReadme } from './readme-commands.ts';

const processed = { message: 'HELLO, LAMBDA!', words: 2, characters: 14 };

let bench: ExampleBench;
let apiUrl: string;
let service: ChildProcess;
let serviceUrl: string;

beforeAll(async () => {
  bench = await startBench();
  const outputs = await bench.deploy('http-processing');
  expect(outputs['ApiUrl']).toBe(`https://${outputs['ApiId']}.execute-api.us-east-1.amazonaws.com/dev`);
  apiUrl = `${bench.url}/_stepwell/apis/${outputs['ApiId']}/dev`;
  service = spawn('npm', ['start', '--silent'], {
    cwd: `${examples}http-processing`,
    env: { ...process.env, API_URL: apiUrl, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [line] = (await once(createInterface({ input: service.stdout! }), 'line')) as [string];
  serviceUrl = /http:\/\/[\d.:]+/.exec(line)![0];
});
afterAll(async () => {
  if (service?.pid) process.kill(-service.pid, 'SIGTERM');
  await bench?.stop();
});

function post(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
}

test('the API answers through its function', async () => {
  const response = await post(`${apiUrl}/process`, '{"message": "Hello, Lambda!"}');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(processed);
  const refused = await post(`${apiUrl}/process`, '{"message": 5}');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual({ message: '"message" must be a text, but is 5' });
  expect((await fetch(`${apiUrl}/process`)).status).toBe(403);
});

test('the service passes on what the API says', async () => {
  expect((await fetch(`${serviceUrl}/health`)).status).toBe(200);
  const response = await post(`${serviceUrl}/process-data/`, '{"message": "Hello, Lambda!"}');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(processed);
  expect((await post(`${serviceUrl}/process-data/`, '{}')).status).toBe(400);
  for (const length of [70_000, 1_000_000])
    expect((await post(`${serviceUrl}/process-data/`, 'x'.repeat(length))).status).toBe(413);
  expect((await fetch(`${serviceUrl}/process-data/`)).status).toBe(405);
  expect((await fetch(`${serviceUrl}/elsewhere`)).status).toBe(404);
});

test('two steps: process, log', async () => {
  const { code, execution } = await bench.run('http-processing', { message: 'Hello, Lambda!' });
  expect(code).toBe(0);
  expect(JSON.parse(execution.output!)).toEqual({ logged: true, result: processed });
  expect((await bench.history(execution.executionArn)).map((event) => event.type)).toEqual(
    [
      'ExecutionStarted',
      ...Array(2).fill([
        'TaskStateEntered',
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
        'TaskStateExited',
      ]),
      'ExecutionSucceeded',
    ].flat(),
  );
  const logs = await bench.cli('logs', 'http-processing-log');
  expect(logs.stdout).toContain('processed: {"message":"HELLO, LAMBDA!","words":2,"characters":14}');
});

test('a function that raises: the error of the function, of the execution, and of its history', async () => {
  const error = {
    errorType: 'InvalidMessage',
    errorMessage: '"message" must be a text, but is 5',
    trace: expect.arrayContaining([
      expect.stringContaining('InvalidMessage: "message" must be'),
      expect.stringContaining('at '),
    ]),
  };
  const lambda = new LambdaClient(bench.client);
  const invoked = await lambda.send(
    new InvokeCommand({ FunctionName: 'http-processing-process', Payload: Buffer.from('{"message": 5}') }),
  );
  expect(invoked.FunctionError).toBe('Unhandled');
  expect(JSON.parse(invoked.Payload!.transformToString())).toEqual(error);

  const { code, execution } = await bench.run('http-processing', { message: 5 });
  expect(code).toBe(1);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'InvalidMessage' });
  expect(JSON.parse(execution.cause!)).toEqual(error);
  const events = await bench.history(execution.executionArn);
  expect(events.map((event) => event.type)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionFailed',
    'ExecutionFailed',
  ]);
  expect(JSON.parse(events[4]!.lambdaFunctionFailedEventDetails!.cause!)).toEqual(error);
});

test.skipIf(!readmesCanRun)('the command lines of the README work as printed', async () => {
  await using fresh = await startBench();
  const { code, text } = await runReadme('http-processing', fresh.url);
  expect(code, text).toBe(0);
  expect(text.split('{"message":"HELLO, LAMBDA!","words":2,"characters":14}').length - 1).toBeGreaterThanOrEqual(2);
  expect(text).toContain('{"message":"\\"message\\" must be a text, but is 5"}');
  expect(text).toContain('"type": "LambdaFunctionScheduled"');
  expect(text).toContain('"FunctionError": "Unhandled"');
  expect(text).toContain('exit code 1');
});
