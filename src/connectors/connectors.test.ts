import { expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import type { ResourceRef, ServiceIntegration } from '../asl/state-machine.ts';
import { ActivityQueue } from './activity-queue.ts';
import type { AwsCaller, AwsRequest, CallResult } from './aws-caller.ts';
import type { Connector, TaskRequest } from './connector.ts';
import { createConnectors } from './connectors.ts';

type Answer = (request: AwsRequest) => CallResult;

const succeed = (output: Readonly<Record<string, unknown>>): CallResult => ({
  ok: true,
  output,
  requestId: 'req-1',
  status: 200,
});
const fail = (code: string, message: string, status = 400): CallResult => ({
  ok: false,
  code,
  message,
  status,
  requestId: 'req-1',
  fault: 'client',
});

/** Connectors over a caller that answers with `answer` and remembers what it was asked. */
function over(answer: Answer, supports: AwsCaller['supports'] = () => true) {
  const asked: AwsRequest[] = [];
  const activityQueue = new ActivityQueue();
  const caller: AwsCaller = {
    supports,
    async call(request) {
      asked.push(request);
      return answer(request);
    },
  };
  const connectors = createConnectors({
    apis: { serve: async () => ({ status: 200, headers: [], body: Buffer.alloc(0) }) },
    sendHttp: async () => ({ status: 200, statusText: 'OK', headers: [], body: Buffer.alloc(0) }),
    caller,
    clock: { now: () => 0, after: () => () => {} },
    activityQueue,
    activityExists: (arn) => arn.endsWith(':here'),
    awaitExecution: async () => {},
  });
  return { asked, connectors, activityQueue };
}

function integration(service: string, action: string, more: Partial<ServiceIntegration> = {}): ServiceIntegration {
  const resource = action;
  return {
    type: 'integration',
    arn: `arn:aws:states:::${service}:${action}`,
    service,
    action,
    pattern: 'REQUEST_RESPONSE',
    resourceType: service,
    resource,
    ...more,
  };
}

function task(resource: ResourceRef, value: Json, more: Partial<TaskRequest> = {}): TaskRequest {
  return {
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:e',
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
    stateName: 'A',
    taskId: '1',
    roleArn: 'arn:aws:iam::000000000000:role/r',
    region: 'us-east-1',
    account: '000000000000',
    resource,
    arguments: value,
    attempt: 0,
    idempotencyKey: 'key-1',
    signal: new AbortController().signal,
    ...more,
  };
}

function run({ connectors }: ReturnType<typeof over>, resource: ResourceRef, value: Json, more?: Partial<TaskRequest>) {
  const connector = connectors.find(resource) as Connector;
  return connector.invoke(task(resource, value, more));
}

const LAMBDA: ResourceRef = { type: 'lambda', arn: 'arn:aws:lambda:us-east-1:000000000000:function:f' };
const returned = (payload: string) =>
  succeed({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: Buffer.from(payload) });
const raised = (payload: string) =>
  succeed({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(payload) });

test('a function gets its input as payload, and what it returns is the result', async () => {
  const world = over(() => returned('{"b":2}'));
  expect(await run(world, LAMBDA, { a: 1 })).toEqual({ type: 'Succeeded', output: { b: 2 } });
  expect(String(world.asked[0]?.params['Payload'])).toBe('{"a":1}');
});

test.each<[name: string, resource: ResourceRef, cause: string]>([
  ['a plain function: as the runtime wrote it', LAMBDA, '{"errorMessage": "m", "errorType": "E"}'],
  ['lambda:invoke: compact', integration('lambda', 'invoke'), '{"errorMessage":"m","errorType":"E"}'],
])("a function's error through %s", async (_name, resource, cause) => {
  const world = over(() => raised('{"errorMessage": "m", "errorType": "E"}'));
  expect(await run(world, resource, { FunctionName: 'f' })).toEqual({ type: 'Failed', error: 'E', cause });
});

test('a function error without a type is Lambda.Unknown', async () => {
  const world = over(() => raised('{"errorMessage":"m"}'));
  expect(await run(world, LAMBDA, {})).toMatchObject({
    error: 'Lambda.Unknown',
    cause: expect.stringContaining('Returned payload: {"errorMessage":"m"}'),
  });
});

test.each<[payload: Json, sent: string]>([
  [{ a: 1 }, '{"a":1}'],
  ['{"a": 1}', '{"a": 1}'],
  ['text', '"text"'],
  [null, '{}'],
  [[1], '[1]'],
])('lambda:invoke sends the Payload %j as %s', async (Payload, sent) => {
  const world = over(() => returned('1'));
  const outcome = await run(world, integration('lambda', 'invoke'), { FunctionName: 'f', Payload, Qualifier: null });
  expect(String(world.asked[0]?.params['Payload'])).toBe(sent);
  expect(world.asked[0]?.params).not.toHaveProperty('Qualifier');
  expect(outcome).toMatchObject({
    type: 'Succeeded',
    output: {
      ExecutedVersion: '$LATEST',
      Payload: 1,
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200, HttpHeaders: { 'Content-Length': '1' } },
      SdkResponseMetadata: { RequestId: 'req-1' },
    },
  });
});

test('lambda:invoke with a task token is submitted, not over', async () => {
  const resource = integration('lambda', 'invoke', { pattern: 'WAIT_FOR_TASK_TOKEN' });
  expect(
    await run(
      over(() => returned('null')),
      resource,
      { FunctionName: 'f' },
    ),
  ).toMatchObject({ type: 'Submitted' });
});

test.each<[name: string, resource: ServiceIntegration, failure: CallResult, error: string, cause: string]>([
  [
    'optimised, known to the model',
    integration('dynamodb', 'putItem'),
    fail('ResourceNotFoundException', 'Requested resource not found'),
    'DynamoDB.ResourceNotFoundException',
    'Requested resource not found (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: req-1; Proxy: null)',
  ],
  [
    'optimised, unknown to the model',
    integration('dynamodb', 'putItem'),
    fail('ValidationException', 'bad'),
    'DynamoDB.AmazonDynamoDBException',
    'bad (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: req-1; Proxy: null)',
  ],
  [
    'optimised, with a code of its own',
    integration('sns', 'publish'),
    fail('InvalidParameter', 'no'),
    'SNS.InvalidParameterException',
    'no (Service: AmazonSNS; Status Code: 400; Error Code: InvalidParameter; Request ID: req-1; Proxy: null)',
  ],
  [
    'generic, known to the model',
    integration('aws-sdk:dynamodb', 'putItem'),
    fail('ResourceNotFoundException', 'gone'),
    'DynamoDb.ResourceNotFoundException',
    'gone (Service: DynamoDb, Status Code: 400, Request ID: req-1) (SDK Attempt Count: 1)',
  ],
  [
    'generic, with an acronym',
    integration('aws-sdk:kms', 'encrypt'),
    fail('KMSInvalidStateException', 'pending'),
    'Kms.KmsInvalidStateException',
    'pending (Service: Kms, Status Code: 400, Request ID: req-1) (SDK Attempt Count: 1)',
  ],
  [
    'generic, unknown to the model',
    integration('aws-sdk:secretsmanager', 'createSecret'),
    fail('ValidationException', 'bad'),
    'SecretsManager.SecretsManagerException',
    'bad (Service: SecretsManager, Status Code: 400, Request ID: req-1) (SDK Attempt Count: 1)',
  ],
])("a service's failure: %s", async (_name, resource, failure, error, cause) => {
  expect(
    await run(
      over(() => failure),
      resource,
      {},
    ),
  ).toEqual({ type: 'Failed', error, cause });
});

test("S3's failures carry an extended request id", async () => {
  const world = over(() => fail('NoSuchBucket', 'The specified bucket does not exist', 404));
  expect(await run(world, integration('aws-sdk:s3', 'listObjects'), { Bucket: 'b' })).toMatchObject({
    error: 'S3.NoSuchBucketException',
    cause: expect.stringMatching(
      /^The specified bucket does not exist \(Service: S3, Status Code: 404, Request ID: req-1, Extended Request ID: [^)]+\)/,
    ),
  });
});

test.each<[action: string, status: number, error: string, cause: RegExp]>([
  ['headObject', 404, 'S3.NoSuchKeyException', /^The specified key does not exist\. \(Service: S3, Status Code: 404, /],
  ['headBucket', 404, 'S3.NoSuchBucketException', /^The specified bucket does not exist\. \(Service: S3, /],
  ['headObject', 412, 'S3.S3Exception', /^Not Found \(Service: S3, Status Code: 412, /],
])('what S3 does not find by %s (%i) has the name that the SDK gives it', async (action, status, error, cause) => {
  const world = over(() => fail('NotFound', 'Not Found', status));
  const parameters = { Bucket: 'b', ...(action === 'headObject' && { Key: 'k' }) };
  expect(await run(world, integration('aws-sdk:s3', action), parameters)).toMatchObject({
    error,
    cause: expect.stringMatching(cause),
  });
});

test('generic calls speak the names of the wire inside and capital letters outside', async () => {
  const world = over(() => succeed({ executionArn: 'x', startDate: new Date(0) }));
  const outcome = await run(world, integration('aws-sdk:sfn', 'startExecution'), {
    StateMachineArn: 'm',
    Input: { a: 1 },
    Name: null,
  });
  expect(world.asked[0]).toMatchObject({
    service: 'states',
    operation: 'StartExecution',
    params: { stateMachineArn: 'm', input: '{"a":1}' },
  });
  expect(outcome).toEqual({ type: 'Succeeded', output: { ExecutionArn: 'x', StartDate: '1970-01-01T00:00:00Z' } });
});

test('generic calls write names as the second Java SDK does, and take them so; optimised ones as the wire', async () => {
  const Item = {
    flag: { BOOL: true },
    none: { NULL: true },
    names: { SS: ['a'] },
    map: { M: { deep: { BOOL: false } } },
  };
  const renamed = {
    flag: { Bool: true },
    none: { Nul: true },
    names: { Ss: ['a'] },
    map: { M: { deep: { Bool: false } } },
  };
  const world = over(() => succeed({ Item }));
  const Key = { id: { S: 'x' } };
  const generic = await run(world, integration('aws-sdk:dynamodb', 'getItem'), { TableName: 'table', Key });
  expect(generic).toMatchObject({ output: { Item: renamed } });
  expect(await run(world, integration('dynamodb', 'getItem'), { TableName: 'table', Key })).toMatchObject({
    output: { Item },
  });
  await run(world, integration('aws-sdk:dynamodb', 'putItem'), { TableName: 'table', Item: renamed });
  expect(world.asked.at(-1)?.params).toMatchObject({ Item });
  const queue = over(() => succeed({ Messages: [{ MD5OfBody: 'm' }] }));
  expect(
    await run(queue, integration('aws-sdk:sqs', 'receiveMessage'), { QueueUrl: 'http://127.0.0.1/' }),
  ).toMatchObject({ output: { Messages: [{ Md5OfBody: 'm' }] } });
});

test('bodies are JSON text with a checksum on their way in and text on their way out', async () => {
  const put = over(() => succeed({ ETag: '"e"' }));
  await run(put, integration('aws-sdk:s3', 'putObject'), { Bucket: 'b', Key: 'k', Body: 'text data' });
  expect(String(put.asked[0]?.params['Body'])).toBe('"text data"');
  expect(put.asked[0]?.params['ChecksumCRC32']).toBe('KUmHvQ==');
  async function* body() {
    yield Buffer.from('text ');
    yield Buffer.from('data');
  }
  const get = over(() => succeed({ Body: body(), ContentLength: 9 }));
  expect(await run(get, integration('aws-sdk:s3', 'getObject'), { Bucket: 'b', Key: 'k' })).toEqual({
    type: 'Succeeded',
    output: { Body: 'text data', ContentLength: 9, Metadata: {} },
  });
});

test('a field that the operation lacks fails the task', async () => {
  const world = over(() => succeed({}));
  expect(await run(world, integration('aws-sdk:s3', 'getObject'), { Bucket: 'b', Nope: 1 })).toMatchObject({
    type: 'Failed',
    error: 'States.Runtime',
    cause: expect.stringContaining('The field "Nope" is not supported by Step Functions'),
  });
  expect(world.asked).toEqual([]);
});

test.each<[Json, string]>([
  [{ N: 5 }, "The value for the field 'N' must be a STRING"],
  [{ L: [{ S: true }] }, "The value for the field 'S' must be a STRING"],
  [{ X: '1' }, 'The field "X" is not supported by Step Functions'],
])('an optimised task whose nested arguments do not fit does not start: %j', async (value, problem) => {
  const world = over(() => succeed({}));
  const Item = { id: value };
  expect(await run(world, integration('dynamodb', 'putItem'), { TableName: 'table', Item, Computed: 1 })).toEqual({
    type: 'Failed',
    error: 'States.Runtime',
    cause: `The Parameters '${JSON.stringify({ TableName: 'table', Item, Computed: 1 })}' could not be used to start the Task: [${problem}]`,
    failure: 'SCHEDULE_FAILED',
  });
  expect(world.asked).toEqual([]);
});

const START = integration('states', 'startExecution');
const CHILD = {
  executionArn: 'c',
  name: 'n',
  status: 'SUCCEEDED',
  input: '{"a":1}',
  output: '{"b":2}',
  startDate: new Date(5),
  inputDetails: { included: true },
};
const job = (version?: 2): ServiceIntegration => ({ ...START, pattern: 'RUN_JOB', version });

test('a child without a name is named after the attempt, the same one each time', async () => {
  const names = await Promise.all(
    ['key-1', 'key-1', 'key-2'].map(async (idempotencyKey) => {
      const world = over(() => succeed({ executionArn: 'c', startDate: new Date(7) }));
      const outcome = await run(world, START, { StateMachineArn: 'm' }, { idempotencyKey });
      expect(outcome).toMatchObject({ type: 'Succeeded', output: { ExecutionArn: 'c', StartDate: 7 } });
      return world.asked[0]?.params['name'];
    }),
  );
  expect(names[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(names[1]).toBe(names[0]);
  expect(names[2]).not.toBe(names[0]);
});

test('an attempt that is made again finds the child that it started, even if that has ended', async () => {
  const answers: Answer = ({ operation }) =>
    operation === 'StartExecution' ? fail('ExecutionAlreadyExists', "Execution Already Exists: 'c'") : succeed(CHILD);
  expect(await run(over(answers), job(), { StateMachineArn: 'm' })).toMatchObject({
    type: 'Submitted',
    output: { ExecutionArn: 'c', StartDate: 5 },
  });
  // A name of the author's is a clash.
  expect(await run(over(answers), START, { StateMachineArn: 'm', Name: 'n' })).toMatchObject({
    type: 'Failed',
    error: 'StepFunctions.ExecutionAlreadyExistsException',
  });
});

test.each<[version: 2 | undefined, input: Json, output: Json]>([
  [undefined, '{"a":1}', '{"b":2}'],
  [2, { a: 1 }, { b: 2 }],
])('the end of a child through .sync (version %s)', async (version, Input, Output) => {
  const resource = job(version);
  const connector = over(() => succeed(CHILD)).connectors.find(resource);
  expect(await connector?.awaitJob?.(task(resource, {}), { ExecutionArn: 'c' })).toEqual({
    type: 'Succeeded',
    output: {
      ExecutionArn: 'c',
      Input,
      InputDetails: { Included: true },
      Name: 'n',
      Output,
      StartDate: 5,
      Status: 'SUCCEEDED',
    },
  });
});

test('a failed child fails the task with its description', async () => {
  const resource = job();
  const connector = over(() => succeed({ executionArn: 'c', status: 'FAILED', error: 'E' })).connectors.find(resource);
  expect(await connector?.awaitJob?.(task(resource, {}), { ExecutionArn: 'c' })).toEqual({
    type: 'Failed',
    error: 'States.TaskFailed',
    cause: '{"Error":"E","ExecutionArn":"c","Status":"FAILED"}',
  });
});

test('a cancelled task stops its child, although its signal has aborted', async () => {
  const world = over(() => succeed({}));
  const resource = job();
  await world.connectors
    .find(resource)
    ?.cancelJob?.(task(resource, {}, { signal: AbortSignal.abort() }), { ExecutionArn: 'c' });
  expect(world.asked[0]).toMatchObject({ operation: 'StopExecution', params: { executionArn: 'c' } });
  expect(world.asked[0]?.signal?.aborted ?? false).toBe(false);
});

test('an activity queues its task until a worker comes or nobody wants it any more', async () => {
  const world = over(() => succeed({}));
  const resource: ResourceRef = { type: 'activity', arn: 'arn:aws:states:us-east-1:000000000000:activity:here' };
  const abort = new AbortController();
  await run(world, resource, 1, { taskToken: 't1', signal: abort.signal });
  expect(await run(world, resource, 2, { taskToken: 't2' })).toEqual({ type: 'Queued' });
  abort.abort();
  const task2 = await world.activityQueue.take(resource.arn, new AbortController().signal);
  expect(task2).toEqual({ taskToken: 't2', input: 2 });
  const missing = { ...resource, arn: `${resource.arn}-not` };
  expect(await run(world, missing, 1, { taskToken: 't3' })).toMatchObject({
    error: 'States.Runtime',
    cause: `The activity ${missing.arn} does not exist.`,
  });
});

test.each<[integration: ServiceIntegration, supports: boolean, verdict: unknown]>([
  [integration('lambda', 'invoke'), true, true],
  [START, true, true],
  [integration('sqs', 'sendMessage'), true, true],
  [integration('sqs', 'sendMessage'), false, expect.stringContaining('does not support')],
  [integration('ecs', 'runTask'), true, expect.stringContaining('does not support')],
  [integration('aws-sdk:s3', 'getObject'), true, true],
  [integration('aws-sdk:s3', 'getObject'), false, expect.stringContaining('does not support')],
  [integration('aws-sdk:s3', 'nope'), true, false],
  [integration('aws-sdk:nope', 'nope'), true, expect.stringContaining('does not support')],
])('the catalogue on %j when services answer: %s', (one, supports, verdict) => {
  const { connectors } = over(
    () => succeed({}),
    () => supports,
  );
  expect(connectors.catalogue.verdict(one)).toEqual(verdict);
});

test('a message for a URL that is no queue, on a host that nobody knows, fails in the SDK', async () => {
  const world = over(() => succeed({}));
  const send = (QueueUrl: string) => run(world, integration('sqs', 'sendMessage'), { QueueUrl, MessageBody: 'x' });
  expect(await send('http://no-such-host.invalid')).toEqual({
    type: 'Failed',
    error: 'SQS.SdkClientException',
    cause: 'Unable to execute HTTP request: no-such-host.invalid: Name or service not known',
  });
  expect(world.asked).toEqual([]);
  expect(await send('http://no-such-host.invalid/000000000000/q')).toMatchObject({ type: 'Succeeded' });
  expect(await send('http://127.0.0.1:4566/q')).toMatchObject({ type: 'Succeeded' });
});
