/** What Terraform's provider for AWS sends for an `aws_sfn_state_machine`, call by call, from plan to destroy. */
import { readFileSync } from 'node:fs';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  SFNClient,
  StartExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

let server: RestartableServer;
let sfn: SFNClient;

beforeAll(async () => {
  server = await startServer();
  sfn = new SFNClient(server.clientConfiguration);
});
afterAll(() => server?.stop());

/** The definition of system 003, with names for its functions. */
const definition = readFileSync(
  new URL('../../examples/http-processing/workflow.asl.json', import.meta.url),
  'utf8',
).replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`);
const role = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;
const validate = (text: string) =>
  sfn.send(new ValidateStateMachineDefinitionCommand({ definition: text, type: 'STANDARD' }));

test('plan, create, read, update, read, delete and poll until it is gone', async () => {
  expect(await validate(definition)).toMatchObject({ result: 'OK', diagnostics: [] });
  const created = await sfn.send(
    new CreateStateMachineCommand({
      name: 'terraform',
      definition,
      roleArn: role('one'),
      type: 'STANDARD',
      publish: false,
      tags: [{ key: 'team', value: 'blue' }],
    }),
  );
  const stateMachineArn = created.stateMachineArn as string;
  const read = async () => {
    const described = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const versions = await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
    const { tags } = await sfn.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    return { described, versions: versions.stateMachineVersions, tags };
  };
  const first = await read();
  expect(first.described).toMatchObject({
    name: 'terraform',
    status: 'ACTIVE',
    type: 'STANDARD',
    definition,
    roleArn: role('one'),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  });
  expect([first.versions, first.tags]).toEqual([[], [{ key: 'team', value: 'blue' }]]);

  const changed = JSON.stringify({ ...JSON.parse(definition), Comment: 'changed' });
  expect(await validate(changed)).toMatchObject({ result: 'OK' });
  await sfn.send(
    new UpdateStateMachineCommand({
      stateMachineArn,
      definition: changed,
      roleArn: role('two'),
      publish: true,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    }),
  );
  const second = await read();
  expect(second.described).toMatchObject({ definition: changed, roleArn: role('two'), status: 'ACTIVE' });
  expect(second.described.revisionId).not.toBe(first.described.revisionId);
  expect(second.versions?.map((version) => version.stateMachineVersionArn)).toEqual([`${stateMachineArn}:1`]);

  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  expect(await refusal(sfn.send(new DescribeStateMachineCommand({ stateMachineArn })))).toBe(
    `StateMachineDoesNotExist: State Machine Does Not Exist: '${stateMachineArn}'`,
  );
});

test('a plan tells what is wrong with a definition', async () => {
  const { result, diagnostics } = await validate(definition.replace('"Task"', '"Paas"'));
  expect(result).toBe('FAIL');
  expect(diagnostics?.[0]).toMatchObject({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED' });
});

test('a machine whose execution still runs is DELETING until that has ended', async () => {
  const wait = JSON.stringify({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 3_600, End: true } } });
  const machine = { name: 'busy', definition: wait, roleArn: role('one') };
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine));
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  const describe = () => sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect((await describe()).status).toBe('DELETING');
  await server.server.engine.stop(executionArn as string);
  expect(await refusal(describe())).toMatch(/^StateMachineDoesNotExist/);
});
