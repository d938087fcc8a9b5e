import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  paginateListExecutions,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer } from './killable-server.ts';

const EXECUTIONS = 200;
const KILLS = 20;

const roleArn = 'arn:aws:iam::000000000000:role/test';

/** Doubles `n`; one input in three raises on its first attempt, so that the retry is exercised. */
const handlerCode = `
const { existsSync, writeFileSync } = require('node:fs');
exports.handler = async ({ n, execution }) => {
  const mark = process.env.MARKS + '/' + execution.replaceAll(/[^a-z0-9-]/gi, '_');
  if (n % 3 === 0 && !existsSync(mark)) {
    writeFileSync(mark, '');
    const error = new Error('not this time');
    error.name = 'Flaky';
    throw error;
  }
  return { doubled: n * 2 };
};`;

const definition = {
  StartAt: 'Task',
  States: {
    Task: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'double', Payload: { 'n.$': '$.n', 'execution.$': '$$.Execution.Name' } },
      ResultSelector: { 'doubled.$': '$.Payload.doubled' },
      ResultPath: '$.task',
      Retry: [
        {
          ErrorEquals: ['Flaky', 'Lambda.ServiceException', 'Lambda.Unknown', 'States.TaskFailed'],
          IntervalSeconds: 1,
          MaxAttempts: 5,
        },
      ],
      Next: 'Wait',
    },
    Wait: { Type: 'Wait', Seconds: 1, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', Parameters: { 'left.$': '$.task.doubled' }, End: true } } },
        {
          StartAt: 'Pause',
          States: {
            Pause: { Type: 'Wait', Seconds: 1, Next: 'Right' },
            Right: { Type: 'Pass', Parameters: { 'right.$': 'States.MathAdd($.n, 1)' }, End: true },
          },
        },
      ],
      End: true,
    },
  },
};

let server: KillableServer;

beforeAll(async () => {
  server = await KillableServer.start('kill');
});
afterAll(() => server?.remove());

async function setUp(): Promise<string> {
  const lambda = new LambdaClient(server.clientConfiguration);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'double',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: roleArn,
      Environment: { Variables: { MARKS: server.folder } },
      Code: { ZipFile: zipSync({ 'index.js': new TextEncoder().encode(handlerCode) }) },
    }),
  );
  lambda.destroy();
  const made = await server.sfn.send(
    new CreateStateMachineCommand({ name: 'survivor', roleArn, definition: JSON.stringify(definition) }),
  );
  return made.stateMachineArn!;
}

/** Starts execution `n`, again after each death of the server: the same name and input make that safe. */
async function startOne(stateMachineArn: string, n: number, alive: () => Promise<void>): Promise<string> {
  for (;;) {
    await alive();
    try {
      const started = await server.sfn.send(
        new StartExecutionCommand({ stateMachineArn, name: `execution-${n}`, input: JSON.stringify({ n }) }),
      );
      return started.executionArn!;
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode) throw error;
    }
  }
}

test(`${KILLS} times kill -9 under ${EXECUTIONS} executions: each acknowledged one ends exactly once, rightly`, async () => {
  const stateMachineArn = await setUp();
  let restarting: Promise<void> = Promise.resolve();
  const alive = (): Promise<void> => restarting;
  const acknowledged = new Map<number, string>();

  // Starts are spread over the kills, so that every moment of an execution's life meets one.
  const starts: Promise<void>[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    for (let n = kill; n < EXECUTIONS; n += KILLS) {
      starts.push(startOne(stateMachineArn, n, alive).then((executionArn) => void acknowledged.set(n, executionArn)));
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 800));
    restarting = server.restart();
    await restarting;
  }
  await Promise.all(starts);
  expect(acknowledged.size).toBe(EXECUTIONS);

  for (const [n, executionArn] of acknowledged) {
    const execution = await untilEnded(executionArn);
    expect(execution.status, `execution ${n}: ${execution.error} ${execution.cause}`).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output!)).toEqual([{ left: n * 2 }, { right: n + 1 }]);
    const events = await historyOf(executionArn);
    expect(events.filter((event) => event.type!.startsWith('Execution')).map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'ExecutionSucceeded',
    ]);
    expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
  }
  const listed = new Set<string>();
  for await (const page of paginateListExecutions({ client: server.sfn, pageSize: 50 }, { stateMachineArn })) {
    for (const { executionArn } of page.executions!) listed.add(executionArn!);
  }
  expect(listed.size).toBe(EXECUTIONS);
});

async function untilEnded(executionArn: string) {
  const giveUpMs = Date.now() + 120_000;
  for (;;) {
    const execution = await server.sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING' || Date.now() > giveUpMs) return execution;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function historyOf(executionArn: string): Promise<HistoryEvent[]> {
  const page = await server.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
  return page.events!;
}
