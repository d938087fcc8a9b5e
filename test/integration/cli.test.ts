/** Every command of the CLI against a real server, and its exit codes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { type ServerProcess, startServer } from './server-process.ts';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-cli-'));
  server = await startServer({ dataDir: join(folder, 'data') });
  write('hello.asl.json', { StartAt: 'A', States: { A: { Type: 'Pass', Result: 'hello', End: true } } });
  write('fail.asl.json', { StartAt: 'A', States: { A: { Type: 'Fail', Error: 'Sorry', Cause: 'no' } } });
  write('late.asl.json', { StartAt: 'A', TimeoutSeconds: 1, States: { A: { Type: 'Wait', Seconds: 60, End: true } } });
  writeFileSync(
    join(folder, 'hello.asl.yaml'),
    'StartAt: A\nStates:\n  A: { Type: Pass, Result: from yaml, End: true }\n',
  );
  writeFileSync(
    join(folder, 'bad.asl.json'),
    '{\n  "StartAt": "A",\n  "States": {\n    "A": { "Type": "Pass", "Next": "B" }\n  }\n}\n',
  );
});
afterAll(async () => {
  await server?.interrupt();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, value: object): void {
  writeFileSync(join(folder, name), JSON.stringify(value));
}

const cli = (...args: string[]) => runCli([...args, '--endpoint', server.url], { cwd: folder });

test.each<[name: string, file: string, code: number, status: string]>([
  ['succeeded', 'hello.asl.json', 0, 'SUCCEEDED'],
  ['failed', 'fail.asl.json', 1, 'FAILED'],
  ['timed out', 'late.asl.json', 3, 'TIMED_OUT'],
  ['from YAML', 'hello.asl.yaml', 0, 'SUCCEEDED'],
])('run: %s', async (_name, file, code, status) => {
  const ran = await cli('run', file, '--json');
  expect(JSON.parse(ran.stdout)).toMatchObject({ status });
  expect(ran.code).toBe(code);
});

test('run: aborted from elsewhere', async () => {
  write('wait.asl.json', { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 60, End: true } } });
  const started = await cli('run', 'wait.asl.json', '--detach', '--json');
  const { executionArn } = JSON.parse(started.stdout) as { executionArn: string };
  const watching = cli('watch', executionArn, '--json');
  await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AWSStepFunctions.StopExecution' },
    body: JSON.stringify({ executionArn }),
  });
  const watched = await watching;
  expect(JSON.parse(watched.stdout)).toMatchObject({ status: 'ABORTED' });
  expect(watched.code).toBe(4);
});

test('run: a file without a server runs in a temporary one', async () => {
  const ran = await runCli(['run', 'hello.asl.json', '--json', '--endpoint', 'http://127.0.0.1:9'], { cwd: folder });
  expect(JSON.parse(ran.stdout)).toMatchObject({ status: 'SUCCEEDED', output: '"hello"' });
  expect(ran.code).toBe(0);
});

describe('wrong use', () => {
  test.each<[name: string, args: string[], code: number, message: string]>([
    ['no such machine', ['run', 'nobody'], 2, "No state machine or stack is called 'nobody'"],
    ['input that is not JSON', ['run', 'hello.asl.json', '--input', '{'], 2, '--input is not JSON'],
    ['a file that is not there', ['run', 'nothing.asl.json'], 2, 'There is no file nothing.asl.json'],
    ['an unknown option', ['run', 'hello.asl.json', '--colour'], 2, "unknown option '--colour'"],
    ['an unknown command', ['dance'], 2, "unknown command 'dance'"],
    ['a folder without a template', ['deploy', 'data'], 1, 'holds no template'],
    ['a bad port', ['start', '--port', 'x'], 2, "--port takes a number from 0 to 65535, not 'x'"],
    ['an example that is not there', ['new', 'nothing'], 2, "There is no example 'nothing'. There are: batch, "],
    ['a demo where the example is not', ['demo', '--port', '0'], 2, 'There is no examples/batch here'],
    ['a definition that AWS refuses', ['run', 'bad.asl.json'], 1, 'InvalidDefinition'],
  ])('%s', async (_name, args, code, message) => {
    const ran = await cli(...args);
    expect(ran.stderr).toContain(message);
    expect(ran.code).toBe(code);
  });

  test('no server answers', async () => {
    const ran = await runCli(['stacks', '--endpoint', 'http://127.0.0.1:9']);
    expect(ran.stderr).toContain('No server answers at http://127.0.0.1:9');
    expect(ran.code).toBe(2);
  });

  test('a data directory that another server holds', async () => {
    const ran = await runCli(['start', '--port', '0', '--data-dir', join(folder, 'data')]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(join(folder, 'data'));
  });
});

test('history shows the events of the newest execution', async () => {
  await cli('run', 'hello.asl.json');
  const shown = await cli('history', 'hello');
  expect(
    shown.stdout
      .split('\n')
      .slice(0, 5)
      .map((line) => line.split(/\s{2,}/)[2] ?? line),
  ).toEqual(['TYPE', 'ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
});

test('validate names line and column, and tells by its exit code', async () => {
  const bad = await cli('validate', 'bad.asl.json');
  expect(bad.stdout).toMatch(/^bad\.asl\.json:4:\d+ {2}ERROR MISSING_TRANSITION_TARGET: /);
  expect(bad.code).toBe(1);
  const good = await cli('validate', 'hello.asl.json', 'hello.asl.yaml');
  expect(good.stdout).toBe('hello.asl.json: valid\nhello.asl.yaml: valid\n');
  expect(good.code).toBe(0);
});

test('env prints what a shell understands', async () => {
  const { stdout } = await cli('env');
  expect(stdout).toContain(`export AWS_ENDPOINT_URL=${server.url}\n`);
  expect(stdout).toContain('export AWS_DISABLE_HOST_PREFIX_INJECTION=true\n');
  expect((await cli('env', '--unset')).stdout).toContain('unset AWS_ENDPOINT_URL\n');
});

test('stacks and delete', async () => {
  write('template.json', { Resources: { Data: { Type: 'AWS::S3::Bucket' } } });
  const deployed = await cli('deploy', 'template.json', '--stack-name', 'mine', '--json');
  expect(JSON.parse(deployed.stdout)).toMatchObject({ stackName: 'mine', status: 'CREATE_COMPLETE' });
  expect((await cli('stacks')).stdout).toMatch(/Data +AWS::S3::Bucket +mine-data-/);
  expect((await cli('delete', 'mine')).code).toBe(0);
  expect((await cli('stacks')).stdout).not.toContain('mine');
});

test('--help teaches', async () => {
  for (const command of ['new', 'start', 'deploy', 'run', 'history', 'logs', 'validate', 'env', 'demo']) {
    const { stdout, code } = await cli(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
  }
});

test('Ctrl-C ends a server with exit code 0, and its data is there for the next', async () => {
  const dataDir = join(folder, 'second');
  const first = await startServer({ dataDir });
  await runCli(['run', 'hello.asl.json', '--endpoint', first.url], { cwd: folder });
  expect(await first.interrupt()).toBe(0);
  const second = await startServer({ dataDir });
  const shown = await runCli(['history', 'hello', '--endpoint', second.url]);
  expect(shown.stdout).toContain('ExecutionSucceeded');
  await second.interrupt();
});
