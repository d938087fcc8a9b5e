/** System 001 through the front door: its times, its number of events and its timeout are those that were recorded on AWS. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { durationMs, type ExampleBench, examples, startBench } from './example-bench.ts';
import { readmesCanRun, runReadme } from './readme-commands.ts';

const folder = join(examples, 'table-map');
let bench: ExampleBench;

beforeAll(async () => {
  bench = await startBench();
  await bench.deploy('table-map');
  await warm();
});
afterAll(() => bench?.stop());

/** The times are those of the machine, and no process of a function has to start in them: three have started before. */
async function warm(): Promise<void> {
  const lambda = new LambdaClient(bench.client);
  const { Functions } = await lambda.send(new ListFunctionsCommand({}));
  const FunctionName = Functions!.find((one) => one.FunctionName!.includes('HandleItem'))!.FunctionName;
  const invoke = new InvokeCommand({ FunctionName, Payload: JSON.stringify({ S: 'warm' }) });
  await Promise.all(Array.from({ length: 3 }, () => lambda.send(invoke)));
  lambda.destroy();
}

function load(list: string): string {
  return execFileSync('npm', ['run', '--silent', 'load', '--', `lists/${list}.json`], {
    cwd: folder,
    env: { ...process.env, ...bench.environment },
    encoding: 'utf8',
  });
}

test('one at a time: 44 events, seven to eight seconds, in the order of the list', async () => {
  expect(load('simple-list')).toContain('3 items of lists/simple-list.json are in the table table-map-lists');
  const { code, execution } = await bench.run('table-map');
  expect(code).toBe(0);
  expect(JSON.parse(execution.output!)).toEqual(
    ['Computer Science', 'Economics', 'Mathematics'].map((item) => ({ item })),
  );
  expect(await bench.history(execution.executionArn)).toHaveLength(44);
  const took = durationMs(await bench.describe(execution.executionArn));
  expect(took).toBeGreaterThan(7_000);
  expect(took).toBeLessThan(8_000);
});

test('three at a time: under four seconds; a list of maps keeps the types of its members', async () => {
  await bench.deploy('table-map', '--parameter', 'MaxConcurrency=3');
  await warm();
  load('list-of-maps');
  const { code, execution } = await bench.run('table-map');
  expect(code).toBe(0);
  const lists = JSON.parse(readFileSync(join(folder, 'lists/list-of-maps.json'), 'utf8')) as unknown[];
  expect(JSON.parse(execution.output!)).toEqual(lists.map((item) => ({ item })));
  expect(durationMs(await bench.describe(execution.executionArn))).toBeLessThan(4_000);
  const events = await bench.history(execution.executionArn);
  expect(events).toHaveLength(44);
  const inputs = events.filter((event) => event.type === 'LambdaFunctionScheduled' || event.type === 'TaskScheduled');
  const payloads = inputs.slice(1).map((event) => JSON.parse(event.taskScheduledEventDetails!.parameters!) as object);
  expect(payloads).toContainEqual(
    expect.objectContaining({
      Payload: { M: { topic: { S: 'Economics' }, name: { S: 'Elinor Ostrom' }, year: { N: '1990' } } },
    }),
  );
});

test('a wait longer than the timeout: TIMED_OUT at twenty seconds', async () => {
  await bench.deploy('table-map', '--parameter', 'WaitDurationSeconds=25', '--parameter', 'TimeoutDurationSeconds=20');
  const { code, execution } = await bench.run('table-map');
  expect(code).toBe(3);
  expect(execution.status).toBe('TIMED_OUT');
  const took = durationMs(await bench.describe(execution.executionArn));
  expect(took).toBeGreaterThanOrEqual(20_000);
  expect(took).toBeLessThan(21_000);
});

test('the template says what config.json says', () => {
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
  const template = parse(readFileSync(join(folder, 'template.yaml'), 'utf8')) as {
    Parameters: Record<string, { Default: unknown }>;
    Resources: Record<string, { Properties: { TableName?: string } }>;
  };
  const defaults = Object.values(template.Parameters).map((parameter) => parameter.Default);
  expect(defaults).toEqual([config['maxConcurrency'], config['waitDurationSeconds'], config['timeoutDurationSeconds']]);
  expect(template.Resources['ListTable3D7583A4']!.Properties.TableName).toBe(config['tableName']);
});

test.skipIf(!readmesCanRun)('the command lines of the README work as printed', async () => {
  await using fresh = await startBench();
  const { code, text } = await runReadme('table-map', fresh.url);
  expect(code, text).toBe(0);
  expect(text).toContain('"Computer Science"');
  expect(text).toContain('"TaskStateEntered"');
  expect(text).toContain('exit code 3');
});
