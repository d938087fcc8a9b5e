/** Step Functions Local's mock files: executions of `arn#TestCase` whose tasks never go outside, driven by the official client. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'stepwell-mocks-'));
const file = join(folder, 'MockConfigFile.json');
const roleArn = 'arn:aws:iam::000000000000:role/r';

let server: RestartableServer;
let sfn: SFNClient;
let activityArn: string;

const config = {
  StateMachines: {
    LambdaSqs: {
      TestCases: {
        HappyPath: { LambdaState: 'LambdaOk', SQSState: 'SqsOk' },
        RetryPath: { LambdaState: 'LambdaFlaky', SQSState: 'SqsOk' },
        TooFewResponses: { LambdaState: 'LambdaOnce', SQSState: 'SqsOk' },
      },
    },
    Loop: { TestCases: { Completes: { Poll: 'RunningThenCompleted' } } },
    Callback: { TestCases: { Answered: { Ask: 'Answer' }, Refused: { Ask: 'Refusal' } } },
    Job: { TestCases: { Done: { Run: 'JobDone' } } },
    Bare: { TestCases: { Ok: { Call: 'Answer', Work: 'Answer' } } },
    Elsewhere: { TestCases: { Ok: { Train: 'Answer' } } },
    Parts: { TestCases: { Ok: { Each: 'Answers' } } },
    Children: { TestCases: { Ok: { Each: 'Answer' } } },
    Quick: { TestCases: { Ok: { Poll: 'RunningThenCompleted' } } },
  },
  MockedResponses: {
    LambdaOk: { '0': { Return: { StatusCode: 200, Payload: { body: 'hello' } } } },
    LambdaOnce: { '0': { Throw: { Error: 'Lambda.TooManyRequestsException', Cause: 'slow down' } } },
    LambdaFlaky: {
      '0': { Throw: { Error: 'Lambda.ResourceNotReadyException', Cause: 'not ready' } },
      '1-2': { Throw: { Error: 'Lambda.TimeoutException', Cause: 'timed out' } },
      '3': { Return: { StatusCode: 200, Payload: { body: 'at last' } } },
    },
    SqsOk: { '0': { Return: { MD5OfMessageBody: 'm', MessageId: 'id' } } },
    RunningThenCompleted: {
      '0': { Return: { Payload: { status: 'running' } } },
      '1': { Return: { Payload: { status: 'completed' } } },
    },
    Answer: { '0-9': { Return: { answer: 42 } } },
    Answers: { '0': { Return: 'a' }, '1': { Return: 'b' }, '2': { Return: 'c' } },
    Refusal: { '0': { Throw: { Error: 'Refused', Cause: 'no' } } },
    JobDone: { '0': { Return: { Status: 'SUCCEEDED', Output: { n: 1 } } } },
  },
};

const lambda = (more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'nowhere', 'Payload.$': '$' },
  ...more,
});
const poll = {
  QueryLanguage: 'JSONata',
  StartAt: 'Poll',
  States: {
    Poll: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'nowhere' },
      Assign: { status: '{% $states.result.Payload.status %}' },
      Next: 'Check',
    },
    Check: { Type: 'Choice', Choices: [{ Condition: "{% $status = 'completed' %}", Next: 'Done' }], Default: 'Poll' },
    Done: { Type: 'Succeed', Output: '{% $status %}' },
  },
};

async function create(name: string, definition: object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): Promise<string> {
  const made = await sfn.send(
    new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn, type }),
  );
  return made.stateMachineArn as string;
}

async function run(stateMachineArn: string, input: unknown = {}) {
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  await server.server.engine.awaitEnd(executionArn as string);
  const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  return { ...execution, types: events.map(({ type }) => type), events };
}

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(config));
  server = await startServer({ mocks: file });
  sfn = new SFNClient({ ...server.clientConfiguration, disableHostPrefix: true });
  activityArn = (await sfn.send(new CreateActivityCommand({ name: 'work' }))).activityArn as string;
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const lambdaSqs = () => ({
  StartAt: 'LambdaState',
  States: {
    LambdaState: lambda({
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3, MaxDelaySeconds: 2, BackoffRate: 1 }],
      Next: 'SQSState',
    }),
    SQSState: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123/none', 'MessageBody.$': '$' },
      End: true,
    },
  },
});

test('a test case answers in place of the services, with the history of a real call', async () => {
  const arn = await create('LambdaSqs', lambdaSqs());
  const happy = await run(`${arn}#HappyPath`);
  expect([happy.status, happy.output, happy.stateMachineArn]).toEqual([
    'SUCCEEDED',
    '{"MD5OfMessageBody":"m","MessageId":"id"}',
    arn,
  ]);
  expect(happy.types).toEqual([
    'ExecutionStarted',
    ...['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'],
    ...['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'],
    'ExecutionSucceeded',
  ]);
  expect(happy.events[5]?.stateExitedEventDetails?.output).toBe('{"StatusCode":200,"Payload":{"body":"hello"}}');

  const retried = await run(`${arn}#RetryPath`);
  expect(retried.status).toBe('SUCCEEDED');
  expect(retried.events.flatMap(({ taskFailedEventDetails: failed }) => failed?.error ?? [])).toEqual([
    'Lambda.ResourceNotReadyException',
    'Lambda.TimeoutException',
    'Lambda.TimeoutException',
  ]);
});

test('an invocation for which there is no response fails as a runtime error', async () => {
  const arn = await create('LambdaSqs', lambdaSqs());
  const execution = await run(`${arn}#TooFewResponses`);
  expect([execution.status, execution.error]).toEqual(['FAILED', 'States.Runtime']);
  expect(execution.cause).toContain("no response for this invocation of the state 'LambdaState'");
});

test('invocations are counted over the whole execution, in loops, iterations and Express alike', async () => {
  const loop = await run(`${await create('Loop', poll)}#Completes`);
  expect([loop.status, loop.output]).toEqual(['SUCCEEDED', '"completed"']);
  const each = { StartAt: 'Each', States: { Each: lambda({ End: true }) } };
  const parts = await create('Parts', {
    StartAt: 'All',
    States: { All: { Type: 'Map', ItemProcessor: each, MaxConcurrency: 1, End: true } },
  });
  expect((await run(`${parts}#Ok`, [1, 2, 3])).output).toBe('["a","b","c"]');
  const quick = await create('Quick', poll, 'EXPRESS');
  const sync = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn: `${quick}#Ok` }));
  expect([sync.status, sync.output]).toEqual(['SUCCEEDED', '"completed"']);
});

test.each(['STANDARD', 'EXPRESS'])(
  'children of a map run of type %s run with the test case of their parent',
  async (type) => {
    const definition = {
      StartAt: 'All',
      States: {
        All: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type },
            StartAt: 'Each',
            States: { Each: lambda({ End: true }) },
          },
          End: true,
        },
      },
    };
    const arn = await create('Children', definition).catch(async () => {
      const { UpdateStateMachineCommand } = await import('@aws-sdk/client-sfn');
      const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Children';
      await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(definition) }));
      return stateMachineArn;
    });
    expect((await run(`${arn}#Ok`, [1, 2])).output).toBe('[{"answer":42},{"answer":42}]');
  },
);

test('callbacks, jobs, functions by ARN, activities and services that are not here are mocked alike', async () => {
  const ask = { ...lambda({ End: true }), Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' };
  const callback = await create('Callback', { StartAt: 'Ask', States: { Ask: ask } });
  const answered = await run(`${callback}#Answered`);
  expect([answered.status, answered.output]).toEqual(['SUCCEEDED', '{"answer":42}']);
  expect(answered.types).toContain('TaskSubmitted');
  const refused = await run(`${callback}#Refused`);
  expect([refused.status, refused.error, refused.cause]).toEqual(['FAILED', 'Refused', 'no']);

  const child = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: { StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:none' },
    End: true,
  };
  const job = await run(`${await create('Job', { StartAt: 'Run', States: { Run: child } })}#Done`);
  expect([job.status, job.output]).toEqual(['SUCCEEDED', '{"Status":"SUCCEEDED","Output":{"n":1}}']);
  expect(job.types.slice(2, -1)).toEqual([
    ...['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded', 'TaskStateExited'],
  ]);

  const bare = await create('Bare', {
    StartAt: 'Call',
    States: {
      Call: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:none', Next: 'Work' },
      Work: { Type: 'Task', Resource: activityArn, End: true },
    },
  });
  const worked = await run(`${bare}#Ok`);
  expect([worked.status, worked.output]).toEqual(['SUCCEEDED', '{"answer":42}']);
  expect(worked.types.slice(2, -2)).toEqual([
    ...['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded', 'TaskStateExited'],
    ...['TaskStateEntered', 'ActivityScheduled', 'ActivityStarted', 'ActivitySucceeded'],
  ]);

  const train = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sagemaker:createTrainingJob.sync',
    Parameters: {},
    End: true,
  };
  const elsewhere = await create('Elsewhere', { StartAt: 'Train', States: { Train: train } });
  expect((await run(`${elsewhere}#Ok`)).output).toBe('{"answer":42}');
  const unmocked = await run(elsewhere);
  expect([unmocked.status, unmocked.error]).toEqual(['FAILED', 'States.Runtime']);
  expect(unmocked.cause).toContain('Stepwell does not support sagemaker:createTrainingJob.sync');
});

test('unknown test cases are refused, and a changed file counts from the next start', async () => {
  const arn = await create('LambdaSqs', lambdaSqs());
  const start = (stateMachineArn: string) => refusal(sfn.send(new StartExecutionCommand({ stateMachineArn })));
  expect(await start(`${arn}#Nope`)).toBe(
    `InvalidArn: Invalid Arn: '${arn}#Nope: the mock configuration has no test case Nope for the state machine LambdaSqs; it has HappyPath, RetryPath, TooFewResponses'`,
  );
  const changed = structuredClone(config) as { StateMachines: Record<string, { TestCases: Record<string, object> }> };
  changed.StateMachines['LambdaSqs']!.TestCases['Nope'] = { LambdaState: 'LambdaOk', SQSState: 'SqsOk' };
  writeFileSync(file, JSON.stringify(changed));
  expect((await run(`${arn}#Nope`)).status).toBe('SUCCEEDED');
  writeFileSync(file, '{"StateMachines": 1}  ');
  expect(await start(`${arn}#Nope`)).toContain('/StateMachines: expected an object, not a number');
  writeFileSync(file, JSON.stringify(config));
});

test('the count of invocations and a mocked callback outlive the server', async () => {
  const ask = { ...lambda({ End: true }), Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' };
  const definition = {
    StartAt: 'First',
    States: {
      First: { ...lambda({}), Next: 'Pause' },
      Pause: { Type: 'Wait', Seconds: 1, Next: 'Second' },
      Second: { Type: 'Pass', Next: 'Ask' },
      Ask: ask,
    },
  };
  const again = structuredClone(config) as unknown as { StateMachines: Record<string, unknown> };
  again.StateMachines['Restarted'] = { TestCases: { Ok: { First: 'LambdaOk', Ask: 'Answer' } } };
  writeFileSync(file, JSON.stringify(again));
  const arn = await create('Restarted', definition);
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: `${arn}#Ok` }));
  await server.restart();
  const ended = await server.server.engine.awaitEnd(executionArn as string);
  expect([ended?.status, ended?.output]).toEqual(['SUCCEEDED', '{"answer":42}']);
});

test('a server does not start with a mock file that cannot be used', async () => {
  await expect(startServer({ mocks: join(folder, 'none.json') })).rejects.toThrow('cannot be read');
});
