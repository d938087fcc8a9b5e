import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AwsCaller, AwsRequest, CallResult } from '../../connectors/aws-caller.ts';
import { createGateway, type Gateway } from '../../gateway/http-server.ts';
import { loadServiceModel } from '../../gateway/service-model.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { openSqliteStore } from '../../store/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { DELIVERIES } from './event-records.ts';
import { createEventsService, type EventsService } from './events-service.ts';

const NOW = Date.UTC(2026, 10, 21, 3, 44, 30);
const lambdaArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:q';
const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
const roleArn = 'arn:aws:iam::000000000000:role/r';

/** Time stands still until it is told to go on. */
class TestClock {
  nowMs = NOW;
  #timers = new Set<{ atMs: number; callback: () => void }>();
  now = () => this.nowMs;
  after = (delayMs: number, callback: () => void) => {
    const timer = { atMs: this.nowMs + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };
  advance(ms: number): void {
    this.nowMs += ms;
    for (const timer of [...this.#timers].filter(({ atMs }) => atMs <= this.nowMs)) {
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}

type Answer = { code: string; status: number } | 'ok' | 'hang';

let clock: TestClock;
let calls: AwsRequest[];
let answer: (request: AwsRequest) => Answer;
let store: Store;
let service: EventsService;
let gateway: Gateway;
let client: EventBridgeClient;
let url = '';

const caller: AwsCaller = {
  supports: () => true,
  call: async (request): Promise<CallResult> => {
    calls.push(request);
    const result = answer(request);
    if (result === 'hang') return new Promise(() => {});
    const requestId = 'r';
    if (result !== 'ok') return { ok: false, ...result, message: result.code, requestId, fault: 'client' };
    return { ok: true, output: { QueueUrl: `url-of-${request.params['QueueName']}` }, requestId, status: 200 };
  },
};

async function open(next: Store): Promise<void> {
  store = next;
  service = createEventsService({ records: store.records, caller, clock });
  service.start();
  gateway = createGateway({ services: [service], port: 0 });
  url = (await gateway.start()).url;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new EventBridgeClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function close(): Promise<void> {
  client.destroy();
  await gateway.stop();
  await service.stop();
  await store.close();
}

beforeEach(() => {
  clock = new TestClock();
  calls = [];
  answer = () => 'ok';
  return open(createMemoryStore());
});
afterEach(() => close());

async function rule(Name: string, EventPattern: unknown, targets: readonly Target[], EventBusName?: string) {
  await client.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(EventPattern), EventBusName }));
  return client.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets: [...targets] }));
}

const entry = (detail: unknown, more: object = {}) => ({
  Source: 'app',
  DetailType: 'Order',
  Detail: JSON.stringify(detail),
  ...more,
});

const put = (...Entries: object[]) => client.send(new PutEventsCommand({ Entries }));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const deliveries = () => store.records.collection(DELIVERIES).count();
const sent = (operation: string) => calls.filter((call) => call.operation === operation);

test('an event reaches every target of every rule that matches, as each wants it', async () => {
  await rule('all', { source: ['app'] }, [
    { Id: 'f', Arn: lambdaArn },
    { Id: 'q', Arn: queueArn, InputPath: '$.detail' },
    { Id: 'm', Arn: machineArn, RoleArn: roleArn, Input: '{"constant":true}' },
    { Id: 't', Arn: 'arn:aws:sns:us-east-1:000000000000:topic' },
    { Id: 'l', Arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/all' },
  ]);
  await rule('none', { source: ['other'] }, [{ Id: 'f', Arn: lambdaArn }]);
  const { Entries, FailedEntryCount } = await put(entry({ n: 1 }, { Resources: ['arn:x'] }));
  expect(FailedEntryCount).toBe(0);
  await until(() => deliveries() === 0);
  const id = Entries?.[0]?.EventId;
  expect(JSON.parse(String(sent('Invoke')[0]?.params['Payload']))).toEqual({
    version: '0',
    id,
    'detail-type': 'Order',
    source: 'app',
    account: '000000000000',
    time: '2026-11-21T03:44:30Z',
    region: 'us-east-1',
    resources: ['arn:x'],
    detail: { n: 1 },
  });
  expect(sent('SendMessage')[0]?.params).toEqual({ QueueUrl: 'url-of-q', MessageBody: '{"n":1}' });
  expect(sent('StartExecution')[0]?.params).toMatchObject({ stateMachineArn: machineArn, input: '{"constant":true}' });
  expect(sent('StartExecution')[0]?.params['name']).toMatch(new RegExp(`^${id}_`));
  expect(sent('Publish')).toHaveLength(1);
  expect(sent('PutLogEvents')[0]?.params).toMatchObject({ logGroupName: '/aws/events/all', logStreamName: 'all' });
  expect(sent('Invoke')).toHaveLength(1);
});

test('entries fail one by one, in the words of AWS', async () => {
  const { Entries, FailedEntryCount } = await put(
    entry({}),
    { Source: 'app', Detail: '{}' },
    { DetailType: 'x', Detail: '{}' },
    entry({}, { Detail: '{' }),
    entry({}, { Detail: '[]' }),
    entry({}, { Source: 'aws.s3' }),
    entry({}, { EventBusName: 'missing' }),
  );
  expect(FailedEntryCount).toBe(5);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    undefined,
    'InvalidArgument',
    'InvalidArgument',
    'MalformedDetail',
    'MalformedDetail',
    'NotAuthorizedForSource',
    undefined,
  ]);
  expect(Entries?.[1]?.ErrorMessage).toBe(
    'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
  );
  await expect(put(entry({ text: 'x'.repeat(262_144) }))).rejects.toThrow(
    'Total size of the entries in the request is over the limit.',
  );
});

test('a delivery is retried while it may succeed, then goes to the dead letter queue', async () => {
  answer = ({ operation }) => (operation === 'Invoke' ? { code: 'TooManyRequestsException', status: 429 } : 'ok');
  const DeadLetterConfig = { Arn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
  const RetryPolicy = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3_600 };
  await rule('r', { source: ['app'] }, [{ Id: 'f', Arn: lambdaArn, RetryPolicy, DeadLetterConfig }]);
  await put(entry({ n: 1 }));
  for (let attempt = 1; attempt <= 3; attempt++) {
    await until(() => sent('Invoke').length === attempt);
    await until(() => deliveries() === (attempt === 3 ? 0 : 1));
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(10_000);
  }
  await until(() => deliveries() === 0);
  const [letter] = sent('SendMessage');
  expect(letter?.params['QueueUrl']).toBe('url-of-dead');
  expect(letter?.params['MessageAttributes']).toMatchObject({
    ERROR_CODE: { StringValue: 'SDK_CLIENT_ERROR' },
    EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
    RETRY_ATTEMPTS: { StringValue: '2' },
    TARGET_ARN: { StringValue: lambdaArn },
  });
});

test('a target that is gone is not tried again', async () => {
  answer = ({ operation }) => (operation === 'Invoke' ? { code: 'ResourceNotFoundException', status: 404 } : 'ok');
  const DeadLetterConfig = { Arn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
  await rule('r', { source: ['app'] }, [{ Id: 'f', Arn: lambdaArn, DeadLetterConfig }]);
  await put(entry({}));
  await until(() => deliveries() === 0);
  expect(sent('Invoke')).toHaveLength(1);
  expect(sent('SendMessage')[0]?.params['MessageAttributes']).toMatchObject({
    ERROR_CODE: { StringValue: 'NO_RESOURCE' },
  });
});

test('a bus hands events to another bus, and no further', async () => {
  for (const Name of ['second', 'third']) await client.send(new CreateEventBusCommand({ Name }));
  const busArn = (name: string) => `arn:aws:events:us-east-1:000000000000:event-bus/${name}`;
  await rule('to-second', { source: ['app'] }, [{ Id: 'b', Arn: busArn('second') }]);
  await rule(
    'seen',
    { source: ['app'] },
    [
      { Id: 'f', Arn: lambdaArn },
      { Id: 'b', Arn: busArn('third') },
    ],
    'second',
  );
  await rule('unseen', { source: ['app'] }, [{ Id: 'q', Arn: queueArn }], 'third');
  const { Entries } = await put(entry({ n: 1 }));
  await until(() => sent('Invoke').length === 1 && deliveries() === 0);
  expect(JSON.parse(String(sent('Invoke')[0]?.params['Payload']))).toMatchObject({ id: Entries?.[0]?.EventId });
  expect(sent('SendMessage')).toHaveLength(0);
});

test('schedules fire on time, once for what was missed, and stop when disabled', async () => {
  await client.send(new PutRuleCommand({ Name: 'five', ScheduleExpression: 'rate(5 minutes)' }));
  await client.send(new PutTargetsCommand({ Rule: 'five', Targets: [{ Id: 'f', Arn: lambdaArn }] }));
  clock.advance(299_000);
  expect(calls).toHaveLength(0);
  clock.advance(1_000);
  await until(() => sent('Invoke').length === 1);
  expect(JSON.parse(String(sent('Invoke')[0]?.params['Payload']))).toMatchObject({
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    time: '2026-11-21T03:49:30Z',
    resources: ['arn:aws:events:us-east-1:000000000000:rule/five'],
    detail: {},
  });
  await until(() => deliveries() === 0);
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(3_600_000);
  await until(() => sent('Invoke').length === 2);
  await until(() => deliveries() === 0);
  await client.send(new DisableRuleCommand({ Name: 'five' }));
  clock.advance(600_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent('Invoke')).toHaveLength(2);
  await client.send(new EnableRuleCommand({ Name: 'five' }));
  clock.advance(300_000);
  await until(() => sent('Invoke').length === 3);
});

test('after a restart deliveries and schedules go on', async () => {
  await close();
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-events-'));
  try {
    await open(openSqliteStore(directory));
    answer = () => ({ code: 'ServiceUnavailable', status: 503 });
    await rule('r', { source: ['app'] }, [{ Id: 'f', Arn: lambdaArn }]);
    await client.send(new PutRuleCommand({ Name: 'noon', ScheduleExpression: 'cron(0 12 * * ? *)' }));
    await client.send(new PutTargetsCommand({ Rule: 'noon', Targets: [{ Id: 'q', Arn: queueArn }] }));
    await put(entry({ n: 1 }), entry({ n: 2 }));
    await close();
    answer = () => 'ok';
    calls = [];
    clock.nowMs += 3 * 86_400_000;
    await open(openSqliteStore(directory));
    clock.advance(0);
    await until(() => sent('Invoke').length >= 2 && sent('SendMessage').length >= 1);
    await until(() => deliveries() === 0);
    const seen = sent('Invoke').map((call) => JSON.parse(String(call.params['Payload'])).detail.n);
    expect(new Set(seen)).toEqual(new Set([1, 2]));
    expect(sent('SendMessage')).toHaveLength(1);
    expect(JSON.parse(String(sent('SendMessage')[0]?.params['MessageBody']))).toMatchObject({
      time: '2026-11-21T12:00:00Z',
    });
  } finally {
    await close();
    rmSync(directory, { recursive: true });
    await open(createMemoryStore());
  }
});

test('two thousand events that wait for a slow target are all delivered', async () => {
  await rule('r', { source: ['app'] }, [{ Id: 'f', Arn: lambdaArn }]);
  const batch = Array.from({ length: 10 }, (_, n) => entry({ n }));
  await Promise.all(Array.from({ length: 200 }, () => put(...batch)));
  await until(() => sent('Invoke').length === 2_000);
  await until(() => deliveries() === 0);
});

test('rules are described, listed, changed and deleted as at AWS', async () => {
  await rule('b', { source: ['app'] }, [{ Id: 'f', Arn: lambdaArn }]);
  await client.send(new PutRuleCommand({ Name: 'a', ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' }));
  expect(await client.send(new DescribeRuleCommand({ Name: 'a' }))).toMatchObject({
    Name: 'a',
    Arn: 'arn:aws:events:us-east-1:000000000000:rule/a',
    State: 'DISABLED',
    EventBusName: 'default',
    CreatedBy: '000000000000',
  });
  const first = await client.send(new ListRulesCommand({ Limit: 1 }));
  const second = await client.send(new ListRulesCommand({ Limit: 1, NextToken: first.NextToken }));
  expect([...first.Rules!, ...second.Rules!].map(({ Name }) => Name)).toEqual(['a', 'b']);
  expect(second.NextToken).toBeUndefined();
  const { RuleNames } = await client.send(new ListRuleNamesByTargetCommand({ TargetArn: lambdaArn }));
  expect(RuleNames).toEqual(['b']);
  await expect(client.send(new DeleteRuleCommand({ Name: 'b' }))).rejects.toThrow(
    "Rule can't be deleted since it has targets.",
  );
  const removed = await client.send(new RemoveTargetsCommand({ Rule: 'b', Ids: ['f', 'x'] }));
  expect(removed.FailedEntries).toMatchObject([{ TargetId: 'x', ErrorCode: 'ResourceNotFoundException' }]);
  await client.send(new DeleteRuleCommand({ Name: 'b' }));
  await client.send(new DeleteRuleCommand({ Name: 'b' }));
  await expect(client.send(new DescribeRuleCommand({ Name: 'b' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Rule b does not exist on EventBus default.',
  });
  const ResourceARN = 'arn:aws:events:us-east-1:000000000000:rule/a';
  await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'k', Value: 'v' }] }));
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toEqual([{ Key: 'k', Value: 'v' }]);
});

test('what makes no rule is refused', async () => {
  const putRule = (input: object) => client.send(new PutRuleCommand({ Name: 'r', ...input }));
  await expect(putRule({})).rejects.toThrow('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  await expect(putRule({ EventPattern: '{"a":1}' })).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
  await expect(putRule({ ScheduleExpression: 'rate(1 minutes)' })).rejects.toThrow(
    'Parameter ScheduleExpression is not valid.',
  );
  await client.send(new CreateEventBusCommand({ Name: 'mine' }));
  await expect(putRule({ ScheduleExpression: 'rate(1 minute)', EventBusName: 'mine' })).rejects.toThrow(
    'ScheduleExpression is supported only on the default event bus.',
  );
  await expect(putRule({ EventPattern: '{"a":[1]}', EventBusName: 'none' })).rejects.toThrow(
    'Event bus none does not exist.',
  );
});

test('targets that nothing can be sent to are refused one by one', async () => {
  const { FailedEntries } = await rule('r', { source: ['app'] }, [
    { Id: 'ok', Arn: lambdaArn },
    { Id: 'bad', Arn: 'nonsense' },
    { Id: 'kinesis', Arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' },
    { Id: 'fifo', Arn: `${queueArn}.fifo` },
  ]);
  expect(FailedEntries?.map(({ TargetId }) => TargetId)).toEqual(['bad', 'kinesis', 'fifo']);
  expect(FailedEntries?.[0]?.ErrorMessage).toBe(
    'Parameter nonsense is not valid. Reason: Provided Arn is not in correct format.',
  );
  const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: 'r' }));
  expect(Targets).toEqual([{ Id: 'ok', Arn: lambdaArn }]);
  const target = (more: object) => rule('r', { source: ['app'] }, [{ Id: 'x', Arn: lambdaArn, ...more }]);
  await expect(target({ Input: '{' })).rejects.toThrow('JSON syntax error in input for target x');
  await expect(target({ Input: '{}', InputPath: '$' })).rejects.toThrow('Only one of Input, InputPath');
  await expect(target({ InputTransformer: { InputTemplate: '{"a": <b>}' } })).rejects.toThrow('<b>');
});

test('buses, their permissions and patterns by themselves', async () => {
  await client.send(new CreateEventBusCommand({ Name: 'mine', Description: 'd' }));
  await expect(client.send(new CreateEventBusCommand({ Name: 'mine' }))).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
    message: 'Event bus mine already exists.',
  });
  const permission = { EventBusName: 'mine', StatementId: 's', Action: 'events:PutEvents', Principal: '123456789012' };
  await client.send(new PutPermissionCommand(permission));
  const bus = await client.send(new DescribeEventBusCommand({ Name: 'mine' }));
  expect(JSON.parse(bus.Policy!)).toMatchObject({ Statement: [{ Sid: 's', Effect: 'Allow' }] });
  await client.send(new RemovePermissionCommand({ EventBusName: 'mine', StatementId: 's' }));
  await expect(client.send(new RemovePermissionCommand({ EventBusName: 'mine', StatementId: 's' }))).rejects.toThrow(
    'EventBus does not have a policy.',
  );
  await client.send(new DeleteEventBusCommand({ Name: 'mine' }));
  await client.send(new DeleteEventBusCommand({ Name: 'mine' }));
  await expect(client.send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toThrow('Cannot delete event bus');
  const Event = JSON.stringify({
    ...{ id: '1', account: '0', source: 'app', time: '', region: '', resources: [] },
    'detail-type': 'x',
  });
  const { Result } = await client.send(new TestEventPatternCommand({ EventPattern: '{"source":["app"]}', Event }));
  expect(Result).toBe(true);
});

const plausible = {
  Name: 'r',
  Rule: 'r',
  EventBusName: 'arn:aws:events:::event-bus/x',
  EventPattern: '{',
  ScheduleExpression: 'cron()',
  Targets: [{ Id: 'x', Arn: 'arn:' }],
  Entries: [{}, { Detail: 5 }],
  Ids: ['x'],
  TargetArn: 'x',
  ResourceARN: 'arn:aws:events:us-east-1:000000000000:rule/none',
  Tags: [],
  TagKeys: [],
  Event: '[',
  Policy: 'null',
  NextToken: '!',
  Limit: 1,
};

test('no input makes any operation fail with 500', async () => {
  const bodies = [{}, { Name: 1 }, { Name: '' }, [], 'x', null, plausible, { ...plausible, EventBusName: 'default' }];
  for (const name of loadServiceModel('events').operations.keys()) {
    for (const body of bodies) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSEvents.${name}`, 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(body),
      });
      expect([name, JSON.stringify(body), response.status]).not.toContain(500);
      await response.arrayBuffer();
    }
  }
});
