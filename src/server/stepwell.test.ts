import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { silentLogger } from '../runtime/logger.ts';
import { createStepwell, type Stepwell, type StepwellOptions } from './stepwell.ts';

const ROLE = 'arn:aws:iam::000000000000:role/r';
const PASS = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: { ok: true }, End: true } } });
const WAIT = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 3_600, End: true } } });

const running: Stepwell[] = [];

async function start(options: StepwellOptions = {}): Promise<Stepwell> {
  const server = createStepwell({ port: 0, ephemeral: true, logger: silentLogger, ...options });
  await server.start();
  running.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON.
async function states(server: Stepwell, operation: string, input: object): Promise<any> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` },
    body: JSON.stringify(input),
  });
  return response.json();
}

test('a server answers its health, runs an execution and shows its end to those who watch', async () => {
  const server = await start();
  const health = await fetch(`${server.url}/_stepwell/health`);
  expect(await health.json()).toMatchObject({
    status: 'ready',
    version: expect.any(String),
    services: expect.arrayContaining(['stepfunctions', 'lambda', 's3']),
  });
  const { stateMachineArn } = await states(server, 'CreateStateMachine', {
    name: 'm',
    definition: PASS,
    roleArn: ROLE,
  });
  const { executionArn } = await states(server, 'StartExecution', { stateMachineArn });
  const watched = await fetch(`${server.url}/_stepwell/executions/watch?executionArn=${executionArn}`);
  const messages = (await watched.text()).trim().split('\n\n');
  const events = messages.flatMap((message) => JSON.parse(message.slice('data: '.length)).events);
  expect(events.map(({ id, type }: { id: number; type: string }) => `${id} ${type}`)).toEqual([
    '1 ExecutionStarted',
    '2 PassStateEntered',
    '3 PassStateExited',
    '4 ExecutionSucceeded',
  ]);
  expect(JSON.parse((messages.at(-1) as string).slice('data: '.length)).execution).toMatchObject({
    status: 'SUCCEEDED',
    output: '{"ok":true}',
  });
});

test('a reset forgets everything and serves on', async () => {
  const server = await start();
  await states(server, 'CreateStateMachine', { name: 'm', definition: PASS, roleArn: ROLE });
  expect((await fetch(`${server.url}/_stepwell/reset`, { method: 'POST' })).status).toBe(200);
  expect(await states(server, 'ListStateMachines', {})).toEqual({ stateMachines: [] });
  await states(server, 'CreateStateMachine', { name: 'm', definition: WAIT, roleArn: ROLE });
});

test('a stop sends waiting workers and watchers away at once', async () => {
  const server = await start();
  const { activityArn } = await states(server, 'CreateActivity', { name: 'a' });
  const { stateMachineArn } = await states(server, 'CreateStateMachine', {
    name: 'm',
    definition: WAIT,
    roleArn: ROLE,
  });
  const { executionArn } = await states(server, 'StartExecution', { stateMachineArn });
  const polling = server.caller.call({ service: 'states', operation: 'GetActivityTask', params: { activityArn } });
  const watching = await fetch(`${server.url}/_stepwell/executions/watch?executionArn=${executionArn}`);
  running.pop();
  const beforeMs = performance.now();
  await server.stop();
  // Those who do not go are given five seconds.
  expect(performance.now() - beforeMs).toBeLessThan(4_000);
  expect(await polling).toMatchObject({ ok: true, output: {} });
  expect(await watching.text()).toContain('WaitStateEntered');
});

test('a port that is taken is an error that says so, and leaves nothing open', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  await expect(start({ port })).rejects.toMatchObject({
    code: 'PortInUse',
    message: expect.stringContaining(`${port}`),
  });
  other.close();
});

test.each<[options: StepwellOptions, message: string]>([
  [{ port: 70_000 }, 'port must be a whole number from 0 to 65535, not 70000'],
  [{ limits: 'some' as 'aws' }, "limits must be 'aws' or 'none', not 'some'"],
])('the options %j are refused at the door', (options, message) => {
  expect(() => createStepwell(options)).toThrow(message);
});
