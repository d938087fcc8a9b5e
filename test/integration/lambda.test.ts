/** Lambda with the official client: functions, versions, aliases, invocations of every kind, and queues that feed functions; over restarts. */
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

const Role = 'arn:aws:iam::000000000000:role/r';
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
/** The same bytes for the same code, whatever the time is. */
const zip = (code: string): Uint8Array => zipSync({ 'index.js': Buffer.from(code) }, { mtime: '2026-01-02T03:04:06' });

let server: RestartableServer;
let lambda: LambdaClient;
let sqs: SQSClient;

beforeAll(async () => {
  server = await startServer({ environment: { PATH: process.env['PATH'] } });
  lambda = new LambdaClient(server.clientConfiguration);
  sqs = new SQSClient(server.clientConfiguration);
});
afterAll(async () => {
  lambda.destroy();
  sqs.destroy();
  await server.stop();
});

const create = (FunctionName: string, code: string, more: object = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role,
      Code: { ZipFile: zip(code) },
      ...more,
    }),
  );

async function invoke(FunctionName: string, event: unknown = {}, more: object = {}) {
  const { Payload, ...answer } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more }),
  );
  const text = Buffer.from(Payload ?? '').toString();
  return { ...answer, payload: text === '' ? undefined : JSON.parse(text) };
}

test('a function is made, told of, changed, and outlives a restart', async () => {
  const made = await create('life', 'exports.handler = async () => process.env.WORD;', {
    Description: 'd',
    Timeout: 7,
    MemorySize: 256,
    Environment: { Variables: { WORD: 'one' } },
    Tags: { a: '1' },
  });
  expect(made).toMatchObject({
    FunctionName: 'life',
    FunctionArn: arn('lambda', 'function:life'),
    Runtime: 'nodejs20.x',
    Timeout: 7,
    MemorySize: 256,
    Version: '$LATEST',
    PackageType: 'Zip',
  });
  expect((await invoke('life')).payload).toBe('one');
  const changed = { FunctionName: 'life', Timeout: 9, Environment: { Variables: { WORD: 'two' } } };
  expect(await lambda.send(new UpdateFunctionConfigurationCommand(changed))).toMatchObject({ Timeout: 9 });
  const code = 'exports.handler = async () => process.env.WORD + "!";';
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'life', ZipFile: zip(code) }));
  await server.restart();
  expect((await invoke('life')).payload).toBe('two!');
  const { Configuration, Code, Tags } = await lambda.send(new GetFunctionCommand({ FunctionName: 'life' }));
  expect(Configuration).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful', MemorySize: 256, Timeout: 9 });
  expect(Tags).toEqual({ a: '1' });
  expect(Buffer.from(await (await fetch(Code!.Location!)).arrayBuffer())).toEqual(Buffer.from(zip(code)));
  const { Functions } = await lambda.send(new ListFunctionsCommand({}));
  expect(Functions?.map(({ FunctionName }) => FunctionName)).toContain('life');
  expect((await lambda.send(new GetAccountSettingsCommand({}))).AccountLimit?.ConcurrentExecutions).toBeGreaterThan(0);
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'life' }));
  await server.restart();
  expect(await refusal(lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'life' })))).toBe(
    `ResourceNotFoundException: Function not found: ${arn('lambda', 'function:life')}`,
  );
});

test('invocations answer, fail, are only checked, or are queued', async () => {
  await create(
    'called',
    `exports.handler = async (event, context) => {
      if (event.fail) throw new TypeError('as asked');
      console.log('a line');
      return { event, version: context.functionVersion };
    };`,
  );
  const right = await invoke('called', { n: 1 }, { LogType: 'Tail' });
  expect(right).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    payload: { event: { n: 1 }, version: '$LATEST' },
  });
  expect(Buffer.from(right.LogResult!, 'base64').toString()).toContain('a line');
  expect(await invoke('called', { fail: true })).toMatchObject({
    StatusCode: 200,
    FunctionError: 'Unhandled',
    payload: { errorType: 'TypeError', errorMessage: 'as asked' },
  });
  expect(await invoke('called', {}, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  expect(await invoke('called', {}, { InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 });
  expect(await refusal(lambda.send(new InvokeCommand({ FunctionName: 'called', Payload: '{' })))).toMatch(
    /^InvalidRequestContentException: /,
  );
  expect(await refusal(invoke('none'))).toMatch(/^ResourceNotFoundException: Function not found: /);
});

test('versions and aliases outlive a restart; each keeps its code', async () => {
  const FunctionName = 'versioned';
  await create(FunctionName, 'exports.handler = async () => 1;', { Publish: true });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip('exports.handler = async () => 2;') }));
  expect((await lambda.send(new PublishVersionCommand({ FunctionName, Description: 'second' }))).Version).toBe('2');
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  await server.restart();
  expect((await invoke(`${FunctionName}:live`)).payload).toBe(1);
  const { RevisionId } = await lambda.send(
    new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2' }),
  );
  expect((await invoke(FunctionName, {}, { Qualifier: 'live' })).payload).toBe(2);
  expect((await invoke(`${FunctionName}:1`)).payload).toBe(1);
  expect(await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).toMatchObject({ RevisionId });
  expect((await lambda.send(new ListAliasesCommand({ FunctionName }))).Aliases).toHaveLength(1);
  const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  expect(Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);
  await lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));
  expect(await refusal(invoke(`${FunctionName}:live`))).toMatch(/^ResourceNotFoundException: /);
});

test('concurrency, permissions, tags and invoke configurations', async () => {
  const FunctionName = 'settings';
  await create(FunctionName, 'exports.handler = async () => null;');
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  expect(await refusal(invoke(FunctionName))).toBe('TooManyRequestsException: Rate Exceeded.');
  expect(await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
    ReservedConcurrentExecutions: 0,
  });
  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  const permission = {
    FunctionName,
    StatementId: 's3',
    Action: 'lambda:InvokeFunction',
    Principal: 's3.amazonaws.com',
  };
  await lambda.send(new AddPermissionCommand(permission));
  expect(await refusal(lambda.send(new AddPermissionCommand(permission)))).toMatch(/^ResourceConflictException: /);
  const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy!).Statement).toMatchObject([{ Sid: 's3', Principal: { Service: 's3.amazonaws.com' } }]);
  await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 's3' }));
  expect(await refusal(lambda.send(new GetPolicyCommand({ FunctionName })))).toMatch(/^ResourceNotFoundException: /);
  const Resource = arn('lambda', `function:${FunctionName}`);
  await lambda.send(new TagResourceCommand({ Resource, Tags: { a: '1', b: '2' } }));
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['a'] }));
  expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: '2' });
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }));
  await lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }));
  expect(await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).toMatchObject({
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 60,
  });
  await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
  expect(await refusal(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })))).toMatch(
    /^ResourceNotFoundException: The function .* doesn't have an EventInvokeConfig/,
  );
});

test('invoke configurations of a function are listed page by page, with those of its versions and aliases', async () => {
  const FunctionName = 'configured';
  const list = (more: object = {}) => lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName, ...more }));
  await create(FunctionName, 'exports.handler = async () => null;', { Publish: true });
  // Its name begins alike.
  await create('configured-2', 'exports.handler = async () => null;');
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: 'configured-2', MaximumRetryAttempts: 0 }));
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  expect((await list()).FunctionEventInvokeConfigs).toEqual([]);
  for (const Qualifier of [undefined, '1', 'live']) {
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier, MaximumRetryAttempts: 1 }));
  }
  const qualifiers = async (more: object = {}) => {
    const { FunctionEventInvokeConfigs = [], NextMarker } = await list(more);
    return { names: FunctionEventInvokeConfigs.map(({ FunctionArn }) => FunctionArn?.split(':')[7]), NextMarker };
  };
  expect(await qualifiers()).toEqual({ names: ['$LATEST', '1', 'live'], NextMarker: undefined });
  const first = await qualifiers({ MaxItems: 2 });
  expect(first).toEqual({ names: ['$LATEST', '1'], NextMarker: expect.any(String) });
  expect(await qualifiers({ MaxItems: 2, Marker: first.NextMarker })).toEqual({
    names: ['live'],
    NextMarker: undefined,
  });
  await lambda.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));
  expect((await qualifiers()).names).toEqual(['$LATEST', '1']);
  for (const [more, expected] of [
    [{ MaxItems: 0 }, /^ValidationException: .*'0' at 'maxItems'.*greater than or equal to 1$/],
    [{ MaxItems: 51 }, /^ValidationException: .*'51' at 'maxItems'.*less than or equal to 50$/],
    [{ Marker: 'noise' }, /^InvalidParameterValueException: /],
    [{ FunctionName: 'none' }, /^ResourceNotFoundException: The function doesn't exist\.$/],
  ] as const) {
    expect(await refusal(list(more))).toMatch(expected);
  }
});

test('invoke configurations need a function and something to configure', async () => {
  const FunctionName = 'unconfigured';
  await create(FunctionName, 'exports.handler = async () => null;');
  const put = (input: object) =>
    refusal(lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...input })));
  expect(await put({})).toBe(
    'InvalidParameterValueException: You must specify at least one of error handling or destination setting.',
  );
  const missing = "ResourceNotFoundException: The function doesn't exist.";
  expect(await put({ FunctionName: 'none', MaximumRetryAttempts: 1 })).toBe(missing);
  expect(await put({ Qualifier: 'none', MaximumRetryAttempts: 1 })).toBe(missing);
  expect(await refusal(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: 'none' })))).toBe(
    `ResourceNotFoundException: The function ${arn('lambda', 'function:none:$LATEST')} doesn't have an EventInvokeConfig`,
  );
});

describe('a queue that feeds a function', () => {
  const urlOf = (name: string): string => `${server.url}/000000000000/${name}`;
  const queue = async (QueueName: string, Attributes: Record<string, string> = {}) => {
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return arn('sqs', QueueName);
  };
  const send = (name: string, MessageBody: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl: urlOf(name), MessageBody }));
  const map = (EventSourceArn: string, FunctionName: string, more: object = {}) =>
    lambda.send(new CreateEventSourceMappingCommand({ EventSourceArn, FunctionName, ...more }));
  const countOf = async (name: string): Promise<number> => {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: urlOf(name), AttributeNames: [...AttributeNames] }),
    );
    return AttributeNames.reduce((sum, attribute) => sum + Number(Attributes[attribute]), 0);
  };
  /** Takes them out: what is not deleted comes again after a while. */
  const bodiesIn = async (name: string, count: number): Promise<string[]> => {
    const QueueUrl = urlOf(name);
    const bodies: string[] = [];
    while (bodies.length < count) {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 }),
      );
      if (!Messages) break;
      bodies.push(...Messages.map(({ Body }) => Body!));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
    return bodies;
  };

  /** Tells a queue of what it was given, one message for each batch; fails the bodies that say so, by `batchItemFailures` or as a whole. */
  const telling = (out: string): string => `
    exports.handler = async ({ Records }) => {
      const bodies = Records.map(({ body }) => body);
      await fetch(process.env.AWS_ENDPOINT_URL, {
        method: 'POST',
        headers: { 'x-amz-target': 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify({ QueueUrl: process.env.AWS_ENDPOINT_URL + '/000000000000/${out}', MessageBody: JSON.stringify(bodies) }),
      });
      if (bodies.includes('fail all')) throw new Error('as asked');
      return { batchItemFailures: Records.filter(({ body }) => body === 'fail').map(({ messageId }) => ({ itemIdentifier: messageId })) };
    };`;

  /** A function whose process has started: the start of one may take longer than a message stays hidden. */
  const createWarm = async (name: string, out: string): Promise<void> => {
    await create(name, telling(out));
    await invoke(name, { Records: [] });
  };

  test('gets what was sent, batch by batch; what it takes leaves the queue', async () => {
    await create('takes', telling('taken'));
    await queue('taken');
    const source = await queue('source');
    const { UUID, State } = await map(source, 'takes', { BatchSize: 3, MaximumBatchingWindowInSeconds: 1 });
    expect(State).toBe('Creating');
    const Entries = ['a', 'b', 'c'].map((MessageBody) => ({ Id: MessageBody, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf('source'), Entries }));
    expect((await bodiesIn('taken', 1)).flatMap((text) => JSON.parse(text)).sort()).toEqual(['a', 'b', 'c']);
    await expect.poll(() => countOf('source')).toBe(0);
    expect(await lambda.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
      State: 'Enabled',
      BatchSize: 3,
      EventSourceArn: source,
      FunctionArn: arn('lambda', 'function:takes'),
    });
    expect(await refusal(map(source, 'takes'))).toMatch(
      /^ResourceConflictException: An event source mapping with SQS arn/,
    );
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    await send('source', 'while disabled');
    expect(
      (await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: 'takes' }))).EventSourceMappings,
    ).toMatchObject([{ UUID, State: 'Disabled' }]);
    await server.restart();
    expect(await countOf('source')).toBe(1);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    expect(await bodiesIn('taken', 1)).toEqual(['["while disabled"]']);
    await expect.poll(() => countOf('source')).toBe(0);
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    expect(await refusal(lambda.send(new GetEventSourceMappingCommand({ UUID })))).toMatch(
      /^ResourceNotFoundException: /,
    );
    await send('source', 'nobody listens');
    expect(await countOf('source')).toBe(1);
  });

  test('gives back those that it did not take, until they are dead letters', async () => {
    await createWarm('parts', 'parted');
    await queue('parted');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: await queue('dead'), maxReceiveCount: 2 });
    const source = await queue('partly', { VisibilityTimeout: '2', RedrivePolicy });
    await map(source, 'parts', { BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await send('partly', 'good');
    await send('partly', 'fail');
    expect(await bodiesIn('dead', 1)).toEqual(['fail']);
    const given = (await bodiesIn('parted', 2)).flatMap((text) => JSON.parse(text));
    expect(given.filter((body) => body === 'good')).toEqual(['good']);
    await expect.poll(() => countOf('partly')).toBe(0);
  });

  test('gets a whole batch again when it fails', async () => {
    await createWarm('fails', 'failed');
    await queue('failed');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: await queue('all-dead'), maxReceiveCount: 2 });
    const source = await queue('wholly', { VisibilityTimeout: '2', RedrivePolicy });
    await map(source, 'fails', { BatchSize: 1 });
    await send('wholly', 'fail all');
    expect(await bodiesIn('all-dead', 1)).toEqual(['fail all']);
    expect(await bodiesIn('failed', 2)).toEqual(['["fail all"]', '["fail all"]']);
  });

  test('is spared what its filter does not want', async () => {
    await create('picks', telling('picked'));
    await queue('picked');
    const source = await queue('mixed');
    await map(source, 'picks', {
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['wanted'] } }) }] },
    });
    await send('mixed', '{"kind":"other"}');
    await send('mixed', 'no JSON');
    await send('mixed', '{"kind":"wanted"}');
    expect(await bodiesIn('picked', 1)).toEqual(['["{\\"kind\\":\\"wanted\\"}"]']);
    await expect.poll(() => countOf('mixed')).toBe(0);
  });

  test.each<[what: string, more: object, message: RegExp]>([
    ['a stream', { EventSourceArn: arn('kinesis', 'stream/s') }, /^InvalidParameterValueException: .*not supported/],
    [
      'a table',
      { EventSourceArn: arn('dynamodb', 'table/t/stream/x') },
      /^InvalidParameterValueException: .*not supported/,
    ],
    ['a large batch without a window', { BatchSize: 11 }, /^InvalidParameterValueException: Maximum batch window/],
    [
      'a pattern that is none',
      { FilterCriteria: { Filters: [{ Pattern: '{' }] } },
      /^InvalidParameterValueException: Invalid filter pattern/,
    ],
    ['no function', { FunctionName: 'none' }, /^ResourceNotFoundException: /],
  ])('%s is refused', async (_what, more, message) => {
    await create('refuses', 'exports.handler = async () => null;').catch(() => {});
    const EventSourceArn = await queue('refused');
    expect(await refusal(map(EventSourceArn, 'refuses', more))).toMatch(message);
  });
});
