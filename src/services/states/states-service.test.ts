import { expect, test } from 'vitest';
import { ARN, createTestStates, OTHER, PASS, ROLE } from './states.testing.ts';

const machine = (name: string) => `${ARN}:stateMachine:${name}`;

test('a second creation of the same machine answers like the first, whatever role and white space it has', async () => {
  const { call, create } = createTestStates();
  const first = await create('m');
  const again = await create('m', { roleArn: `${ROLE}2`, definition: JSON.stringify(JSON.parse(PASS), null, 2) });
  expect(again).toEqual(first);
  await expect(create('m', { definition: OTHER })).rejects.toMatchObject({
    code: 'StateMachineAlreadyExists',
    message: `State Machine Already Exists: '${machine('m')}'`,
  });
  expect((await call('DescribeStateMachine', { stateMachineArn: machine('m') })).roleArn).toBe(ROLE);
});

test.each([
  ['a b', 'InvalidName', "Invalid Name: 'a b'"],
  ['a*', 'InvalidName', "Invalid Name: 'a*'"],
  ['a/b', 'InvalidName', "Invalid Name: 'a/b'"],
])('the name %j is %s', async (name, code, message) => {
  await expect(createTestStates().create(name)).rejects.toMatchObject({ code, message });
});

test('an integration that nobody answers for is refused at creation', async () => {
  const definition = JSON.stringify({
    StartAt: 'A',
    States: { A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
  });
  await expect(createTestStates().create('m', { definition })).rejects.toMatchObject({
    code: 'InvalidDefinition',
    message: expect.stringContaining('is not recognized'),
  });
});

test('a change of definition makes a revision; an update without change shows none and keeps the first', async () => {
  const { call, create } = createTestStates();
  await create('m');
  const stateMachineArn = machine('m');
  const unchanged = await call('UpdateStateMachine', { stateMachineArn, definition: PASS, publish: true });
  expect(unchanged).toEqual({ updateDate: new Date(5_000), stateMachineVersionArn: `${stateMachineArn}:1` });
  const changed = await call('UpdateStateMachine', { stateMachineArn, definition: OTHER, publish: true });
  expect(changed).toMatchObject({
    revisionId: expect.any(String),
    stateMachineVersionArn: `${stateMachineArn}:2`,
  });
  expect(await call('DescribeStateMachine', { stateMachineArn: `${stateMachineArn}:1` })).toMatchObject({
    definition: PASS,
  });
  await expect(call('PublishStateMachineVersion', { stateMachineArn, revisionId: 'other' })).rejects.toMatchObject({
    code: 'ConflictException',
    message: `Failed to publish the State Machine version for revision other. The current State Machine revision is ${changed.revisionId}.`,
  });
});

test('updates of one machine at the same time do not lose versions', async () => {
  const { call, create } = createTestStates();
  await create('m');
  const stateMachineArn = machine('m');
  const definitions = Array.from({ length: 20 }, (_, n) => PASS.replace('"A"', `"A${n}"`).replace('"A":', `"A${n}":`));
  await Promise.all(
    definitions.map((definition) => call('UpdateStateMachine', { stateMachineArn, definition, publish: true })),
  );
  const { stateMachineVersions } = await call('ListStateMachineVersions', { stateMachineArn });
  expect(stateMachineVersions.map((one: { stateMachineVersionArn: string }) => one.stateMachineVersionArn)).toEqual(
    Array.from({ length: 20 }, (_, n) => `${stateMachineArn}:${20 - n}`),
  );
});

test('version numbers are not used again, and a version with an alias stays', async () => {
  const { call, create } = createTestStates();
  await create('m', { publish: true });
  const stateMachineArn = machine('m');
  const version = (n: number) => `${stateMachineArn}:${n}`;
  await call('UpdateStateMachine', { stateMachineArn, definition: OTHER, publish: true });
  await call('DeleteStateMachineVersion', { stateMachineVersionArn: version(2) });
  expect((await call('PublishStateMachineVersion', { stateMachineArn })).stateMachineVersionArn).toBe(version(3));
  await call('CreateStateMachineAlias', {
    name: 'live',
    routingConfiguration: [{ stateMachineVersionArn: version(1), weight: 100 }],
  });
  await expect(call('DeleteStateMachineVersion', { stateMachineVersionArn: version(1) })).rejects.toMatchObject({
    code: 'ConflictException',
    message: expect.stringContaining('[live]'),
  });
});

test('an alias routes by weight, and the execution knows version and alias', async () => {
  const { call, create, setRandom, engine } = createTestStates();
  await create('m', { publish: true });
  const stateMachineArn = machine('m');
  await call('UpdateStateMachine', { stateMachineArn, definition: OTHER, publish: true });
  await call('CreateStateMachineAlias', {
    name: 'live',
    routingConfiguration: [
      { stateMachineVersionArn: `${stateMachineArn}:1`, weight: 30 },
      { stateMachineVersionArn: `${stateMachineArn}:2`, weight: 70 },
    ],
  });
  for (const [random, version] of [
    [0, 1],
    [0.299, 1],
    [0.3, 2],
    [0.999, 2],
  ] as const) {
    setRandom(random);
    const { executionArn } = await call('StartExecution', { stateMachineArn: `${stateMachineArn}:live` });
    expect(engine.records.get(executionArn)).toMatchObject({
      stateMachineArn,
      stateMachineAliasArn: `${stateMachineArn}:live`,
      stateMachineVersionArn: `${stateMachineArn}:${version}`,
    });
  }
});

test('a start is idempotent by name while it runs with the same input', async () => {
  const { call, create, engine } = createTestStates();
  await create('m');
  const start = (input: string) => call('StartExecution', { stateMachineArn: machine('m'), name: 'e', input });
  const first = await start('{"a": 1}');
  expect(first).toEqual({ executionArn: `${ARN}:execution:m:e`, startDate: new Date(1_000) });
  expect(await start('{"a":1}')).toEqual(first);
  await expect(start('{"a":2}')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  engine.end(first.executionArn, { status: 'SUCCEEDED', output: '{}' });
  await expect(start('{"a":1}')).rejects.toMatchObject({
    message: `Execution Already Exists: '${ARN}:execution:m:e'`,
  });
});

test.each([
  ['', 'Invalid execution input.'],
  [
    'not json',
    "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
  ],
  ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
])('input %j is refused with the words of the parser', async (input, message) => {
  const { call, create } = createTestStates();
  await create('m');
  await expect(call('StartExecution', { stateMachineArn: machine('m'), input })).rejects.toMatchObject({
    code: 'InvalidExecutionInput',
    message: `Invalid State Machine Execution Input: '${message}'`,
  });
});

test('input that nests too deeply is refused, not a crash', async () => {
  const { call, create } = createTestStates();
  await create('m');
  const input = '['.repeat(100_000) + ']'.repeat(100_000);
  await expect(call('StartExecution', { stateMachineArn: machine('m'), input })).rejects.toMatchObject({
    code: 'InvalidExecutionInput',
  });
});

test('lists come newest first, page by page, and a token of another listing is refused', async () => {
  const { call, create } = createTestStates();
  await create('m');
  const stateMachineArn = machine('m');
  for (const name of ['a', 'b', 'c']) await call('StartExecution', { stateMachineArn, name });
  const first = await call('ListExecutions', { stateMachineArn, maxResults: 2 });
  expect(first.executions.map((one: { name: string }) => one.name)).toEqual(['c', 'b']);
  const second = await call('ListExecutions', { stateMachineArn, maxResults: 2, nextToken: first.nextToken });
  expect(second.executions.map((one: { name: string }) => one.name)).toEqual(['a']);
  expect(second.nextToken).toBeUndefined();
  for (const nextToken of ['noise', first.nextToken]) {
    await expect(call('ListStateMachines', { nextToken })).rejects.toMatchObject({
      code: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
  }
});

test('a machine with running executions is DELETING until the last has ended', async () => {
  const { call, create, engine } = createTestStates();
  await create('m');
  const stateMachineArn = machine('m');
  const { executionArn } = await call('StartExecution', { stateMachineArn });
  await call('DeleteStateMachine', { stateMachineArn });
  expect(await call('DescribeStateMachine', { stateMachineArn })).toMatchObject({ status: 'DELETING' });
  await expect(call('StartExecution', { stateMachineArn })).rejects.toMatchObject({ code: 'StateMachineDeleting' });
  engine.end(executionArn, { status: 'SUCCEEDED' });
  await expect(call('DescribeStateMachine', { stateMachineArn })).rejects.toMatchObject({
    message: `State Machine Does Not Exist: '${stateMachineArn}'`,
  });
  expect(await call('DescribeStateMachineForExecution', { executionArn })).toMatchObject({ definition: PASS });
  await create('m', { definition: OTHER });
});

test('Express executions have an ARN of their own, cannot be described, and are billed by 100 ms', async () => {
  const { call, create } = createTestStates();
  await create('m', { type: 'EXPRESS' });
  const stateMachineArn = machine('m');
  const result = await call('StartSyncExecution', { stateMachineArn, name: 'e' });
  expect(result).toMatchObject({
    executionArn: expect.stringMatching(/:express:m:e:[0-9a-f-]{36}$/),
    output: '{"a":1}',
    outputDetails: { included: true },
    billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 200 },
  });
  await expect(call('DescribeExecution', { executionArn: result.executionArn })).rejects.toMatchObject({
    message: "Invalid Arn: 'Resource type not valid in this context: express'",
  });
  await expect(call('ListExecutions', { stateMachineArn })).rejects.toMatchObject({
    code: 'StateMachineTypeNotSupported',
  });
});

test.each([
  ['InvalidToken', "Invalid Token: 'Invalid token'"],
  ['TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'"],
] as const)('a callback that is %s says so', async (callback, message) => {
  const { call, engine } = createTestStates();
  engine.callback = callback;
  await expect(call('SendTaskSuccess', { taskToken: 't', output: '{}' })).rejects.toMatchObject({
    code: callback,
    message,
  });
});

test('output that is not JSON is refused', async () => {
  await expect(createTestStates().call('SendTaskSuccess', { taskToken: 't', output: '{' })).rejects.toMatchObject({
    code: 'InvalidOutput',
  });
});

test('the history comes in pages, forwards, backwards, and without data', async () => {
  const { call, create, engine } = createTestStates();
  await create('m');
  const { executionArn } = await call('StartExecution', { stateMachineArn: machine('m') });
  engine.events.push(
    {
      id: 1,
      previousEventId: 0,
      timestamp: 1_500,
      type: 'ExecutionStarted',
      details: { executionStartedEventDetails: { input: { a: 1 }, roleArn: ROLE } },
    },
    {
      id: 2,
      previousEventId: 0,
      timestamp: 2_000,
      type: 'PassStateExited',
      details: { stateExitedEventDetails: { name: 'A', output: 'x', assignedVariables: { v: [1] } } },
    },
  );
  const { events, nextToken } = await call('GetExecutionHistory', { executionArn, maxResults: 1 });
  expect(events).toEqual([
    {
      id: 1,
      previousEventId: 0,
      timestamp: new Date(1_500),
      type: 'ExecutionStarted',
      executionStartedEventDetails: { input: '{"a":1}', inputDetails: { truncated: false }, roleArn: ROLE },
    },
  ]);
  const rest = await call('GetExecutionHistory', { executionArn, maxResults: 1, nextToken });
  expect(rest.events[0].stateExitedEventDetails).toEqual({
    name: 'A',
    output: '"x"',
    outputDetails: { truncated: false },
    assignedVariables: { v: '[1]' },
    assignedVariablesDetails: { truncated: false },
  });
  expect(rest.nextToken).toBeUndefined();
  const backwards = await call('GetExecutionHistory', {
    executionArn,
    reverseOrder: true,
    includeExecutionData: false,
  });
  expect(backwards.events.map((event: { id: number }) => event.id)).toEqual([2, 1]);
  expect(backwards.events[1].executionStartedEventDetails).toEqual({ roleArn: ROLE });
});

test('a worker waits for a task, passes over one that ended, and goes away empty-handed after a minute', async () => {
  const { call, activityQueue, clock, engine } = createTestStates();
  const { activityArn } = await call('CreateActivity', { name: 'a' });
  const live = new AbortController().signal;
  const waiting = call('GetActivityTask', { activityArn, workerName: 'w' });
  activityQueue.offer(activityArn, { taskToken: 't1', input: { n: 1 } }, live);
  expect(await waiting).toEqual({ taskToken: 't1', input: '{"n":1}' });

  engine.callback = 'TaskTimedOut';
  activityQueue.offer(activityArn, { taskToken: 't2', input: {} }, live);
  const empty = call('GetActivityTask', { activityArn });
  await Promise.resolve();
  clock.advance(60_000);
  expect(await empty).toEqual({});
});

test('a worker that went away takes no task with it', async () => {
  const { call, activityQueue } = createTestStates();
  const { activityArn } = await call('CreateActivity', { name: 'a' });
  const client = new AbortController();
  const gone = call('GetActivityTask', { activityArn }, { signal: client.signal });
  client.abort();
  expect(await gone).toEqual({});
  activityQueue.offer(activityArn, { taskToken: 't', input: 0 }, new AbortController().signal);
  expect(await call('GetActivityTask', { activityArn })).toEqual({ taskToken: 't', input: '0' });
});

test('tags count once each and are listed; versions have none', async () => {
  const { call, create } = createTestStates();
  await create('m', { tags: [{ key: 'a', value: '1' }] });
  const resourceArn = machine('m');
  await call('TagResource', { resourceArn, tags: [{ key: 'a', value: '2' }, { key: 'b' }] });
  expect(await call('ListTagsForResource', { resourceArn })).toEqual({
    tags: [
      { key: 'a', value: '2' },
      { key: 'b', value: '' },
    ],
  });
  await call('UntagResource', { resourceArn, tagKeys: ['a', 'x'] });
  expect(await call('ListTagsForResource', { resourceArn })).toEqual({ tags: [{ key: 'b', value: '' }] });
  await expect(call('ListTagsForResource', { resourceArn: `${resourceArn}:1` })).rejects.toMatchObject({
    code: 'ResourceNotFound',
  });
});

test('a task that starts its child again after a crash is answered like the first time, even if the child has ended', async () => {
  const { call, create, engine } = createTestStates();
  await create('m');
  const input = { stateMachineArn: machine('m'), name: 'child', input: '{"a":1}' };
  const started = await call('StartExecution', input, { idempotencyKey: 'parent/0-3' });
  engine.end(`${ARN}:execution:m:child`, { status: 'SUCCEEDED' });
  expect(await call('StartExecution', input, { idempotencyKey: 'parent/0-3' })).toEqual(started);
  const others: [object, object][] = [
    [input, { idempotencyKey: 'parent/0-9' }],
    [input, {}],
    [{ ...input, input: '{"a":2}' }, { idempotencyKey: 'parent/0-3' }],
  ];
  for (const [again, context] of others) {
    await expect(call('StartExecution', again, context)).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  }
});

test('activities are listed by name, a page at a time', async () => {
  const { call } = createTestStates();
  for (const name of ['b', 'a', 'c']) await call('CreateActivity', { name });
  const first = await call('ListActivities', { maxResults: 2 });
  const second = await call('ListActivities', { maxResults: 2, nextToken: first.nextToken });
  const names = [...first.activities, ...second.activities].map(({ name }: { name: string }) => name);
  expect([names, second.nextToken]).toEqual([['a', 'b', 'c'], undefined]);
  await call('DeleteActivity', { activityArn: `${ARN}:activity:b` });
  expect((await call('ListActivities', {})).activities.length).toBe(2);
});
