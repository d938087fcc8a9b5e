import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillableServer } from './killable-server.ts';

const roleArn = 'arn:aws:iam::000000000000:role/test';

let server: KillableServer;
let activityArn: string;
let queueUrl: string;

beforeAll(async () => {
  server = await KillableServer.start('exact-numbers');
  const code = 'def handler(event, context):\n    return {"got": event, "own": [0.0, 12345678901234567890, 1e22]}\n';
  const ZipFile = zipSync({ 'index.py': new TextEncoder().encode(code) });
  await new LambdaClient(server.clientConfiguration).send(
    new CreateFunctionCommand({
      FunctionName: 'echo',
      Runtime: 'python3.12',
      Handler: 'index.handler',
      Role: roleArn,
      Code: { ZipFile },
    }),
  );
  activityArn = (await server.sfn.send(new CreateActivityCommand({ name: 'worker' }))).activityArn!;
  queueUrl = (await new SQSClient(server.clientConfiguration).send(new CreateQueueCommand({ QueueName: 'numbers' })))
    .QueueUrl!;
});

afterAll(() => server?.remove());

async function start(name: string, definition: string, input: string): Promise<string> {
  const machine = await server.sfn.send(new CreateStateMachineCommand({ name, roleArn, definition }));
  const { executionArn } = await server.sfn.send(
    new StartExecutionCommand({ stateMachineArn: machine.stateMachineArn!, input }),
  );
  return executionArn!;
}

async function outputOf(executionArn: string): Promise<string> {
  await expect
    .poll(async () => (await server.sfn.send(new DescribeExecutionCommand({ executionArn }))).status)
    .not.toBe('RUNNING');
  const { status, output, error, cause } = await server.sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect({ status, error, cause }).toEqual({ status: 'SUCCEEDED', error: undefined, cause: undefined });
  return output!;
}

const run = async (name: string, definition: string, input: string): Promise<string> =>
  outputOf(await start(name, definition, input));

const end = '"End":true';
const single = (state: string): string => `{"StartAt":"S","States":{"S":{${state},${end}}}}`;

test.each<[name: string, state: string, input: string, output: string]>([
  ['input', '"Type":"Pass"', '{"n":1.10}', '{"n":1.10}'],
  ['a whole input', '"Type":"Pass"', '0.0', '0.0'],
  ['Result', '"Type":"Pass","Result":{"n":[1.0,12345678901234567890]}', '{}', '{"n":[1.0,12345678901234567890]}'],
  [
    'Parameters',
    '"Type":"Pass","Parameters":{"own":2.50,"n.$":"$.n","all.$":"$.list[*]"}',
    '{"n":1e3,"list":[1.0,-0.0]}',
    '{"own":2.50,"n":1e3,"all":[1.0,-0.0]}',
  ],
  ['ResultPath', '"Type":"Pass","InputPath":"$.n","ResultPath":"$.a.b"', '{"n":1.0}', '{"n":1.0,"a":{"b":1.0}}'],
  [
    'intrinsic functions',
    '"Type":"Pass","Parameters":{"text.$":"States.Format(\'{} {}\', $.n, 2.0)","json.$":"States.JsonToString($)","parsed.$":"States.StringToJson($.text)","array.$":"States.Array($.n, 1.50)","sum.$":"States.MathAdd(7, $.seven)"}',
    '{"n":12345678901234567890,"seven":7.0,"text":"[3.0]"}',
    '{"text":"12345678901234567890 2.0","json":"{\\"n\\":12345678901234567890,\\"seven\\":7.0,\\"text\\":\\"[3.0]\\"}","parsed":[3.0],"array":[12345678901234567890,1.50],"sum":14}',
  ],
  [
    'a Map',
    '"Type":"Map","ItemsPath":"$.list","ItemSelector":{"v.$":"$$.Map.Item.Value"},"ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}',
    '{"list":[1.0,9007199254740993]}',
    '[{"v":1.0},{"v":9007199254740993}]',
  ],
  [
    'a distributed Map',
    '"Type":"Map","ItemsPath":"$.list","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}',
    '{"list":[1.0,9007199254740993]}',
    '[1.0,9007199254740993]',
  ],
  [
    'a Parallel',
    '"Type":"Parallel","Branches":[{"StartAt":"P","States":{"P":{"Type":"Pass","InputPath":"$.n","End":true}}}]',
    '{"n":1.0}',
    '[1.0]',
  ],
  [
    'JSONata that selects',
    '"Type":"Pass","QueryLanguage":"JSONata","Output":"{% $states.input %}"',
    '{"n":1.0}',
    '{"n":1.0}',
  ],
  [
    'JSONata that puts together',
    '"Type":"Pass","QueryLanguage":"JSONata","Output":{"id":"{% $states.input.row.id %}","own":2.0,"deep":"{% [{\'n\': $states.input.n}] %}","parsed":"{% $parse($states.input.text).n %}"}',
    '{"row":{"id":12345678901234567890},"n":1.0,"text":"{\\"n\\":4.0}"}',
    '{"id":12345678901234567890,"own":2.0,"deep":[{"n":1.0}],"parsed":4.0}',
  ],
  [
    'JSONata that computes, in doubles',
    '"Type":"Pass","QueryLanguage":"JSONata","Output":"{% $states.input.n + 1.5 %}"',
    '{"n":1.0}',
    '2.5',
  ],
  [
    'a function in Python',
    '"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:echo"',
    '{"n":9007199254740993,"f":1.0}',
    '{"got":{"n":9007199254740993,"f":1.0},"own":[0.0,12345678901234567890,1e+22]}',
  ],
  [
    'lambda:invoke',
    '"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"echo","Payload.$":"$"},"OutputPath":"$.Payload.own"',
    '{}',
    '[0.0,12345678901234567890,1e+22]',
  ],
])('%s', async (name, state, input, output) => {
  expect(await run(name.replaceAll(/\W/g, '-'), single(state), input)).toBe(output);
});

test('variables, and choices between numbers that are one double', async () => {
  const choice = (operator: string, value: string) =>
    `"Type":"Choice","Choices":[{"Variable":"$id","${operator}":${value},"Next":"Yes"}],"Default":"No"`;
  const definition = (rule: string) =>
    `{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"id.$":"$.id"},"Next":"C"},"C":{${rule}},"Yes":{"Type":"Pass","Parameters":{"yes.$":"$id"},${end}},"No":{"Type":"Pass","Parameters":{"no.$":"$id"},${end}}}}`;
  const input = '{"id":9007199254740993,"other":9007199254740992}';
  const outputs = await Promise.all([
    run('equals', definition(choice('NumericEquals', '9007199254740992')), input),
    run('equals-path', definition(choice('NumericEqualsPath', '"$.other"')), input),
    run('greater', definition(choice('NumericGreaterThanPath', '"$.other"')), input),
    run('same', definition(choice('NumericEquals', '9007199254740993.0')), input),
    run('numeric', definition(choice('IsNumeric', 'true')), input),
  ]);
  expect(outputs).toEqual([
    '{"no":9007199254740993}',
    '{"no":9007199254740993}',
    '{"yes":9007199254740993}',
    '{"yes":9007199254740993}',
    '{"yes":9007199254740993}',
  ]);
});

test('a nested execution, and a message', async () => {
  const child = await server.sfn.send(
    new CreateStateMachineCommand({ name: 'child', roleArn, definition: single('"Type":"Pass"') }),
  );
  const nested = `"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Parameters":{"StateMachineArn":"${child.stateMachineArn}","Input.$":"$"},"OutputPath":"$.Output"`;
  expect(await run('nested', single(nested), '{"n":1.0,"id":12345678901234567890}')).toBe(
    '{"n":1.0,"id":12345678901234567890}',
  );
  const send = `"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"${queueUrl}","MessageBody.$":"$"}`;
  await run('send', single(send), '{"n":1.0,"id":12345678901234567890}');
  const { Messages } = await new SQSClient(server.clientConfiguration).send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl }),
  );
  expect(Messages?.[0]?.Body).toBe('{"n":1.0,"id":12345678901234567890}');
});

test('an activity, a kill -9, and the history', async () => {
  const input = '{"n":1.10,"id":12345678901234567890}';
  const definition = `{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"kept.$":"$.id"},"Next":"T"},"T":{"Type":"Task","Resource":"${activityArn}","ResultPath":"$.result","Next":"Z"},"Z":{"Type":"Pass","Parameters":{"kept.$":"$kept","all.$":"$"},${end}}}}`;
  const executionArn = await start('activity', definition, input);
  const task = await server.sfn.send(new GetActivityTaskCommand({ activityArn }));
  expect(task.input).toBe(input);
  await server.restart();
  await server.sfn.send(new SendTaskSuccessCommand({ taskToken: task.taskToken!, output: '{"r":[7.0,1e3]}' }));
  const all = '{"n":1.10,"id":12345678901234567890,"result":{"r":[7.0,1e3]}}';
  expect(await outputOf(executionArn)).toBe(`{"kept":12345678901234567890,"all":${all}}`);
  await server.restart();
  const { events = [] } = await server.sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  const texts = events.map(
    (event) =>
      event.executionStartedEventDetails?.input ??
      event.stateEnteredEventDetails?.input ??
      event.stateExitedEventDetails?.output ??
      event.activityScheduledEventDetails?.input ??
      event.activitySucceededEventDetails?.output,
  );
  expect(texts.filter((text) => text !== undefined)).toEqual([
    input,
    input,
    input,
    input,
    input,
    '{"r":[7.0,1e3]}',
    all,
    all,
    `{"kept":12345678901234567890,"all":${all}}`,
  ]);
  expect(events.find(({ id }) => id === 3)?.stateExitedEventDetails?.assignedVariables).toEqual({
    kept: '12345678901234567890',
  });
});
