/** A child execution that its parent has left is stopped, also where the server is killed right after the parent was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServer } from './server-process.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';
const COUNT = 30;

let folder: string;
let server: ServerProcess;
let sfn: SFNClient;

async function start(): Promise<void> {
  server = await startServer({ dataDir: folder });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sfn = new SFNClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function kill(): Promise<void> {
  await server?.kill();
  sfn?.destroy();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-left-child-'));
  await start();
});
afterAll(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

async function createMachine(name: string, state: object): Promise<string> {
  const definition = JSON.stringify({ StartAt: 'Only', States: { Only: { ...state, End: true } } });
  return (await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }))).stateMachineArn!;
}

async function statusesOf(stateMachineArn: string): Promise<string[]> {
  const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions!.map(({ status }) => status!);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}

test('no child of a parent that was stopped goes on', async () => {
  const child = await createMachine('child', { Type: 'Wait', Seconds: 86_400 });
  const Resource = 'arn:aws:states:::states:startExecution.sync:2';
  const Parameters = { StateMachineArn: child, 'Name.$': '$$.Execution.Name' };
  const parent = await createMachine('parent', { Type: 'Task', Resource, Parameters });
  const names = Array.from({ length: COUNT }, (_, n) => `e${n}`);
  const arnOf = (machineArn: string, name: string): string =>
    `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  for (const name of names) await sfn.send(new StartExecutionCommand({ stateMachineArn: parent, name }));
  // Each parent awaits its child: nothing of them is written any more.
  await until(async () => (await statusesOf(child)).length === COUNT);
  const submitted = async (): Promise<boolean> => {
    const histories = names.map((name) =>
      sfn.send(new GetExecutionHistoryCommand({ executionArn: arnOf(parent, name) })),
    );
    return (await Promise.all(histories)).every(({ events }) => events!.some(({ type }) => type === 'TaskSubmitted'));
  };
  await until(submitted);

  const stops = names.map((name) => sfn.send(new StopExecutionCommand({ executionArn: arnOf(parent, name) })));
  await Promise.any(stops);
  await kill();
  await Promise.allSettled(stops);
  await start();

  for (const name of names) {
    const describe = async (machineArn: string) =>
      (await sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(machineArn, name) }))).status;
    const isLeft = (await describe(parent)) !== 'RUNNING';
    if (isLeft) await until(async () => (await describe(child)) === 'ABORTED');
    else expect(await describe(child)).toBe('RUNNING');
  }
  expect(await statusesOf(parent)).toContain('ABORTED');
}, 60_000);
