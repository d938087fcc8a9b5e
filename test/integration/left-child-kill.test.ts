import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer, until } from './killable-server.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';
const COUNT = 30;

let server: KillableServer;

beforeAll(async () => {
  server = await KillableServer.start('left-child');
});
afterAll(() => server?.remove());

async function createMachine(name: string, state: object): Promise<string> {
  const definition = JSON.stringify({ StartAt: 'Only', States: { Only: { ...state, End: true } } });
  return (await server.sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }))).stateMachineArn!;
}

async function statusesOf(stateMachineArn: string): Promise<string[]> {
  const { executions } = await server.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions!.map(({ status }) => status!);
}

test('no child of a parent that was stopped goes on', async () => {
  const child = await createMachine('child', { Type: 'Wait', Seconds: 86_400 });
  const Resource = 'arn:aws:states:::states:startExecution.sync:2';
  const Parameters = { StateMachineArn: child, 'Name.$': '$$.Execution.Name' };
  const parent = await createMachine('parent', { Type: 'Task', Resource, Parameters });
  const names = Array.from({ length: COUNT }, (_, n) => `e${n}`);
  const arnOf = (machineArn: string, name: string): string =>
    `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  for (const name of names) await server.sfn.send(new StartExecutionCommand({ stateMachineArn: parent, name }));
  // Each parent awaits its child: nothing of them is written any more.
  await until(async () => (await statusesOf(child)).length === COUNT);
  const submitted = async (): Promise<boolean> => {
    const histories = names.map((name) =>
      server.sfn.send(new GetExecutionHistoryCommand({ executionArn: arnOf(parent, name) })),
    );
    return (await Promise.all(histories)).every(({ events }) => events!.some(({ type }) => type === 'TaskSubmitted'));
  };
  await until(submitted);

  const stops = names.map((name) => server.sfn.send(new StopExecutionCommand({ executionArn: arnOf(parent, name) })));
  await Promise.any(stops);
  await server.kill();
  await Promise.allSettled(stops);
  await server.start();

  for (const name of names) {
    const describe = async (machineArn: string) =>
      (await server.sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(machineArn, name) }))).status;
    const isLeft = (await describe(parent)) !== 'RUNNING';
    if (isLeft) await until(async () => (await describe(child)) === 'ABORTED');
    else expect(await describe(child)).toBe('RUNNING');
  }
  expect(await statusesOf(parent)).toContain('ABORTED');
}, 60_000);
