/** `stepwell map-runs`, `redrive` and `watch` against a real server: what they print, what they give to programs, their exit codes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failing, processor } from './map-runs.testing.ts';
import { runCli } from './run-cli.ts';
import { type ServerProcess, startServer } from './server-process.ts';

let folder: string;
let server: ServerProcess;

const cli = (...args: string[]) => runCli([...args, '--endpoint', server.url], { cwd: folder });
const map = (fields: object) => ({
  StartAt: 'Rows',
  States: { Rows: { Type: 'Map', Label: 'Rows', End: true, ...fields } },
});

/** Succeeds once there is the bucket that the item names. */
const needsBucket = {
  StartAt: 'Read',
  States: {
    Read: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:s3:headBucket',
      Parameters: { 'Bucket.$': '$.bucket' },
      ResultPath: null,
      End: true,
    },
  },
};
const waits = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3_600, End: true } } };

const definitions: Readonly<Record<string, object>> = {
  needs: map({ MaxConcurrency: 1, ItemProcessor: processor(needsBucket) }),
  tolerant: map({ ToleratedFailureCount: 5, ItemProcessor: processor(failing) }),
  waits: map({ ItemProcessor: processor(waits) }),
  plain: { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Sorry' } } },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-map-cli-'));
  server = await startServer({ dataDir: join(folder, 'data') });
  for (const [name, definition] of Object.entries(definitions)) {
    writeFileSync(join(folder, `${name}.asl.json`), JSON.stringify(definition));
  }
});
afterAll(async () => {
  await server?.interrupt();
  rmSync(folder, { recursive: true, force: true });
});

async function run(machine: string, input: unknown, ...more: string[]) {
  const ran = await cli('run', `${machine}.asl.json`, '--input', JSON.stringify(input), '--json', ...more);
  if (ran.stdout === '') throw new Error(`no result, exit code ${ran.code}: ${ran.stderr}`);
  return { ...ran, execution: JSON.parse(ran.stdout) as Execution };
}

interface Execution {
  readonly executionArn: string;
  readonly status: string;
  readonly mapRuns?: readonly { readonly mapRunArn: string; readonly itemCounts: Record<string, number> }[];
}

async function call(target: string, body: object): Promise<void> {
  await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${target}` },
    body: JSON.stringify(body),
  });
}

test('a server without map runs says so', async () => {
  const listed = await cli('map-runs');
  expect(listed).toMatchObject({ code: 0, stdout: '', stderr: 'There are no map runs yet\n' });
});

test('a map run that failed: told, listed, shown with what failed, redriven', async () => {
  const bucket = `late-${Date.now()}`;
  const items = Array.from({ length: 4 }, (_, n) => ({ bucket: n === 0 ? 'there' : bucket, n }));
  await fetch(`${server.url}/there`, { method: 'PUT' });

  const ran = await run('needs', items);
  expect(ran.code).toBe(1);
  const { executionArn, mapRuns } = ran.execution;
  expect(mapRuns).toMatchObject([{ status: 'FAILED', itemCounts: { succeeded: 1, failed: 1, pending: 2, total: 4 } }]);
  const { mapRunArn } = mapRuns![0]!;
  const told = await cli('watch', 'needs');
  expect(told.code).toBe(1);
  expect(told.stderr).toContain('Map run needs/Rows: FAILED, 2 of 4 items done, 1 failed, 2 never begun');
  expect(told.stderr).toContain(`What failed: stepwell map-runs ${mapRunArn}`);

  const listed = (await cli('map-runs', 'needs')).stdout.split('\n');
  expect(listed[0]).toMatch(/^MAP RUN +STATUS +STARTED +TOOK +ITEMS +DONE +FAILED +PENDING +RATE +ARN$/);
  expect(listed[1]).toMatch(
    /^needs\/Rows +FAILED +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +[\d.]+ s +4 +2 +1 +2 +[\d.,]+\/s +arn:/,
  );
  for (const target of [[], [executionArn], [`needs:${executionArn.split(':').at(-1)}`]]) {
    expect(JSON.parse((await cli('map-runs', ...target, '--json')).stdout)).toMatchObject({ mapRunArn });
  }

  const shown = await cli('map-runs', mapRunArn);
  expect(shown.stdout).toMatch(/^Items +4 +1 +1 +0 +0 +0 +2$/m);
  expect(shown.stdout).toMatch(/^1 +FAILED +1 +S3\.\S+ .*"n":1/m);
  expect(shown.stderr).toContain(`stepwell redrive ${executionArn} --failed-only`);
  const { failures } = JSON.parse((await cli('map-runs', mapRunArn, '--json')).stdout);
  expect(failures).toMatchObject([{ index: 1, status: 'FAILED', items: 1, input: JSON.stringify(items[1]) }]);

  await fetch(`${server.url}/${bucket}`, { method: 'PUT' });
  const redriven = await cli('redrive', executionArn, '--failed-only');
  expect(redriven.stderr).toContain('1 item that failed and 2 that never began run again, 1 with its result stays');
  expect(redriven.stderr).toContain(`SUCCEEDED`);
  expect(JSON.parse(redriven.stdout)).toEqual(items);
  expect(redriven.code).toBe(0);
  expect((await cli('map-runs', mapRunArn)).stdout).toMatch(/^Redrives +1, the last /m);
});

describe('nothing to redrive', () => {
  test('what succeeded, with the failures that were tolerated', async () => {
    const { execution } = await run('tolerant', [{ fail: true }, { fail: false }]);
    expect(execution.status).toBe('SUCCEEDED');
    const refused = await cli('redrive', execution.executionArn, '--json');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      'stepwell: Nothing to redrive: the execution succeeded; 1 item failed within what the Map tolerates\n',
    );
    expect(JSON.parse(refused.stdout)).toMatchObject({ executionArn: execution.executionArn, redriven: false });
  });

  test('what failed elsewhere, with --failed-only', async () => {
    const { execution } = await run('plain', {});
    const refused = await cli('redrive', execution.executionArn, '--failed-only');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('no map run of the execution has items that failed or never began');
    const redriven = await cli('redrive', execution.executionArn, '--json');
    expect(JSON.parse(redriven.stdout)).toMatchObject({ status: 'FAILED', error: 'Sorry' });
    expect(redriven.code).toBe(1);
  });

  test('what is still running; a watch of it tells its map runs when it ends', async () => {
    const { execution } = await run('waits', [1, 2], '--detach');
    const { executionArn } = execution;
    const refused = await cli('redrive', executionArn);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('it is still running') });
    let mapRunArn: string | undefined;
    while (mapRunArn === undefined) {
      const listed = await cli('map-runs', executionArn, '--json');
      mapRunArn = listed.stdout === '' ? undefined : JSON.parse(listed.stdout).mapRunArn;
    }
    const watching = cli('watch', mapRunArn, '--json');
    await call('StopExecution', { executionArn });
    const watched = await watching;
    expect(JSON.parse(watched.stdout)).toMatchObject({ status: 'ABORTED', mapRuns: [{ mapRunArn }] });
    expect(watched.code).toBe(4);
    const detached = await cli('redrive', executionArn, '--detach', '--json');
    expect(JSON.parse(detached.stdout)).toMatchObject({ executionArn, redriven: true });
    expect(detached.code).toBe(0);
    await call('StopExecution', { executionArn });
  });
});

test.each<[name: string, args: string[], code: number, message: string]>([
  ['no such map run', ['map-runs', 'arn:aws:states:us-east-1:000000000000:mapRun:a/b:c'], 1, 'ResourceNotFound'],
  ['no such machine', ['map-runs', 'nobody'], 2, "No state machine or stack is called 'nobody'"],
  ['no count', ['map-runs', 'arn:aws:states:us-east-1:000000000000:mapRun:a/b:c', '--failures', 'x'], 2, "not 'x'"],
  ['no such execution', ['redrive', 'needs:nobody'], 1, 'ExecutionDoesNotExist'],
  ['nothing to watch', ['watch', 'needs:nobody'], 1, 'Execution Does Not Exist'],
])('wrong use: %s', async (_name, args, code, message) => {
  const ran = await cli(...args);
  expect(ran.stderr).toContain(message);
  expect(ran.code).toBe(code);
});

test.each(['map-runs', 'redrive', 'watch'])('%s --help teaches', async (command) => {
  const { stdout, code } = await cli(command, '--help');
  expect(code).toBe(0);
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('Exit code:');
});
