/**
 * Redrive over a real server that is killed on the way: an execution that failed in one iteration of a Map in one branch of a Parallel, with two
 * more iterations and another branch aborted beside it, runs those again and nothing else. Functions count how often they were called.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer } from './killable-server.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';

/** Writes down each call, then does what the file of its key says: `return`, `throw`, or nothing yet. */
const handlerCode = `
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
exports.handler = async ({ key }) => {
  const file = process.env.FOLDER + '/' + key;
  appendFileSync(process.env.FOLDER + '/calls', key + '\\n');
  for (;;) {
    const order = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (order === 'return') return key;
    if (order === 'throw') throw new Error('not yet');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};`;

const invoke = (key: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'call', Payload: key },
  OutputPath: '$.Payload',
  End: true,
});

const definition = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'A', States: { A: invoke({ key: 'a' }) } },
        { StartAt: 'B', States: { B: invoke({ key: 'b' }) } },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              ItemProcessor: { StartAt: 'Item', States: { Item: invoke({ 'key.$': '$' }) } },
              End: true,
            },
          },
        },
      ],
      End: true,
    },
  },
};

let server: KillableServer;
const order = (keys: readonly string[], what: 'return' | 'throw' | ''): void => {
  for (const key of keys) writeFileSync(join(server.folder, key), what);
};

beforeAll(async () => {
  server = await KillableServer.start('redrive');
  appendFileSync(join(server.folder, 'calls'), '');
});
afterAll(() => server?.remove());

function calls(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of readFileSync(join(server.folder, 'calls'), 'utf8').split('\n')) {
    if (key !== '') counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpMs = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > giveUpMs) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

test('what failed or was aborted runs again, what succeeded does not, across kill -9', async () => {
  const lambda = new LambdaClient(server.clientConfiguration);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'call',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: roleArn,
      Timeout: 60,
      Environment: { Variables: { FOLDER: server.folder } },
      Code: { ZipFile: zipSync({ 'index.js': new TextEncoder().encode(handlerCode) }) },
    }),
  );
  const { stateMachineArn } = await server.sfn.send(
    new CreateStateMachineCommand({ name: 'redriven', roleArn, definition: JSON.stringify(definition) }),
  );
  const input = JSON.stringify(['0', '1', '2', '3', '4', '5']);
  const { executionArn } = await server.sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input }));
  const events = async () =>
    (await server.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }))).events!;
  const count = async (type: string) => (await events()).filter((event) => event.type === type).length;
  const describe = () => server.sfn.send(new DescribeExecutionCommand({ executionArn }));
  const status = async () => (await describe()).status;

  order(['a', '0', '1', '2'], 'return');
  await until('three iterations and a branch succeeded', async () => (await count('TaskSucceeded')) === 4);
  await until('all were called', () => Object.keys(calls()).length === 8);
  order(['3'], 'throw');
  await until('it failed', async () => (await status()) === 'FAILED');
  expect(await count('MapIterationAborted')).toBe(2);
  expect(calls()).toEqual({ a: 1, b: 1, 0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1 });
  expect(await describe()).toMatchObject({ redriveStatus: 'REDRIVABLE', redriveCount: 0 });

  // The server dies while the redrive is under way: what ended under it stays ended, too.
  order(['3'], '');
  order(['4', '5'], 'return');
  await server.restart();
  const redriven = await server.sfn.send(new RedriveExecutionCommand({ executionArn, clientToken: 'first' }));
  await until('two iterations ended', async () => (await count('TaskSucceeded')) === 6);
  await until('the others were called', () => calls()['3'] === 2 && calls()['b'] === 2);
  await server.restart();
  expect(await server.sfn.send(new RedriveExecutionCommand({ executionArn, clientToken: 'first' }))).toMatchObject({
    redriveDate: redriven.redriveDate,
  });
  await expect(
    server.sfn.send(new RedriveExecutionCommand({ executionArn, clientToken: 'other' })),
  ).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
    message: "Execution Not Redrivable: 'Execution is RUNNING and cannot be redriven'",
  });
  await until('what was under way is called again', () => calls()['3'] === 3 && calls()['b'] === 3);
  order(['3'], 'return');
  await until('the Map succeeded', async () => (await count('MapStateSucceeded')) === 1);
  order(['b'], 'throw');
  await until('the other branch failed', async () => (await status()) === 'FAILED');
  expect(calls()).toEqual({ a: 1, b: 3, 0: 1, 1: 1, 2: 1, 3: 3, 4: 2, 5: 2 });

  // A second redrive runs the one branch that is left.
  order(['b'], 'return');
  await server.restart();
  await server.sfn.send(new RedriveExecutionCommand({ executionArn, clientToken: 'second' }));
  await until('it succeeded', async () => (await status()) === 'SUCCEEDED');
  const ended = await describe();
  expect(JSON.parse(ended.output!)).toEqual(['a', 'b', ['0', '1', '2', '3', '4', '5']]);
  expect(calls()).toEqual({ a: 1, b: 4, 0: 1, 1: 1, 2: 1, 3: 3, 4: 2, 5: 2 });
  expect(ended).toMatchObject({
    redriveCount: 2,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  });
  expect(ended.redriveDate!.getTime()).toBeGreaterThan(redriven.redriveDate!.getTime());

  const all = await events();
  expect(all.map(({ id }) => id)).toEqual(all.map((_, index) => index + 1));
  const marks = all.filter(({ type }) => type!.startsWith('Execution'));
  expect(marks.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'ExecutionFailed',
    'ExecutionRedriven',
    'ExecutionFailed',
    'ExecutionRedriven',
    'ExecutionSucceeded',
  ]);
  expect(marks.map((event) => event.executionRedrivenEventDetails?.redriveCount ?? null)).toEqual([
    null,
    null,
    1,
    null,
    2,
    null,
  ]);
  const listed = await server.sfn.send(new ListExecutionsCommand({ stateMachineArn, redriveFilter: 'REDRIVEN' }));
  expect(listed.executions).toMatchObject([{ executionArn, redriveCount: 2 }]);
});
