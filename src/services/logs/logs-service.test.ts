import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGateway, type Gateway } from '../../gateway/http-server.ts';
import { loadServiceModel } from '../../gateway/service-model.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { openSqliteStore } from '../../store/sqlite-store.ts';
import type { Store } from '../../store/store.ts';
import { CHUNKS, DISCARDED } from './log-records.ts';
import { createLogsService, type LogsService } from './logs-service.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;
const group = '/app/orders';
const place = { account: '000000000000', region: 'us-east-1' };

let nowMs = NOW;
let store: Store;
let service: LogsService;
let gateway: Gateway;
let client: CloudWatchLogsClient;
let url = '';

async function open(next: Store): Promise<void> {
  store = next;
  const clock = { now: () => nowMs, after: () => () => {} };
  service = createLogsService({ records: store.records, clock });
  service.start();
  gateway = createGateway({ services: [service], port: 0 });
  url = (await gateway.start()).url;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new CloudWatchLogsClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function close(): Promise<void> {
  client.destroy();
  await gateway.stop();
  await service.stop();
  await store.close();
}

beforeEach(() => {
  nowMs = NOW;
  return open(createMemoryStore());
});
afterEach(close);

async function createStream(logStreamName: string, logGroupName = group): Promise<void> {
  await client.send(new CreateLogGroupCommand({ logGroupName })).catch(() => undefined);
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
}

const put = (logStreamName: string, lines: readonly (readonly [timestamp: number, message: string])[]) =>
  client.send(
    new PutLogEventsCommand({
      logGroupName: group,
      logStreamName,
      logEvents: lines.map(([timestamp, message]) => ({ timestamp, message })),
    }),
  );

const get = (logStreamName: string, more: object = {}) =>
  client.send(new GetLogEventsCommand({ logGroupName: group, logStreamName, ...more }));

const messages = (answer: { events?: { message?: string }[] }) => answer.events?.map(({ message }) => message);

test('groups and streams are made once, described in pages, and deleted', async () => {
  for (const name of ['/a/1', '/a/2', '/b/1']) await client.send(new CreateLogGroupCommand({ logGroupName: name }));
  await expect(client.send(new CreateLogGroupCommand({ logGroupName: '/a/1' }))).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log group already exists',
  });
  const first = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a', limit: 1 }));
  expect(first.logGroups).toMatchObject([
    { logGroupName: '/a/1', arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/a/1:*', creationTime: NOW },
  ]);
  const second = await client.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a', limit: 1, nextToken: first.nextToken }),
  );
  expect(second.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(['/a/2']);
  expect(second.nextToken).toBeUndefined();
  await createStream('s1', '/a/1');
  const streams = await client.send(new DescribeLogStreamsCommand({ logGroupName: '/a/1' }));
  expect(streams.logStreams).toMatchObject([
    { logStreamName: 's1', arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/a/1:log-stream:s1' },
  ]);
  await client.send(new DeleteLogGroupCommand({ logGroupName: '/a/1' }));
  await expect(client.send(new DescribeLogStreamsCommand({ logGroupName: '/a/1' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
});

test('lines come back in order of time, across batches that overlap, in pages both ways', async () => {
  await createStream('s');
  await put('s', [
    [NOW + 1, 'b'],
    [NOW + 50, 'f'],
    [NOW + 60, 'g'],
  ]);
  await put('s', [
    [NOW, 'a'],
    [NOW + 1, 'c'],
    [NOW + 20, 'd'],
  ]);
  await put('s', [[NOW + 30, 'e']]);
  expect(messages(await get('s'))).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);

  const head = await get('s', { startFromHead: true, limit: 3 });
  expect(messages(head)).toEqual(['a', 'b', 'c']);
  const next = await get('s', { nextToken: head.nextForwardToken, limit: 3 });
  expect(messages(next)).toEqual(['d', 'e', 'f']);
  const last = await get('s', { nextToken: next.nextForwardToken, limit: 3 });
  expect(messages(last)).toEqual(['g']);
  const end = await get('s', { nextToken: last.nextForwardToken, limit: 3 });
  expect(end.events).toEqual([]);
  expect(end.nextForwardToken).toBe(last.nextForwardToken);

  const tail = await get('s', { limit: 2 });
  expect(messages(tail)).toEqual(['f', 'g']);
  const before = await get('s', { limit: 4, nextToken: tail.nextBackwardToken });
  expect(messages(before)).toEqual(['b', 'c', 'd', 'e']);
  expect(messages(await get('s', { startTime: NOW + 1, endTime: NOW + 30 }))).toEqual(['b', 'c', 'd']);
});

test('a thousand lines over hours are read from their end without reading all', async () => {
  await createStream('s');
  for (let hour = 0; hour < 10; hour++) {
    const lines = Array.from({ length: 100 }, (_, n) => [NOW - (10 - hour) * 3_600_000 + n, `${hour}-${n}`] as const);
    await put('s', lines);
  }
  const tail = await get('s', { limit: 150 });
  expect(tail.events).toHaveLength(150);
  expect(tail.events?.[0]?.message).toBe('8-50');
  const head = await get('s', { startFromHead: true, limit: 950 });
  expect(head.events?.at(-1)?.message).toBe('9-49');
});

test('a follower that waits at the end of an empty stream sees what comes', async () => {
  await createStream('s');
  const empty = await get('s', { startFromHead: true });
  await put('s', [[NOW, 'first']]);
  expect(messages(await get('s', { nextToken: empty.nextForwardToken }))).toEqual(['first']);
});

test('lines outside the window are left out, and told', async () => {
  await createStream('s');
  await client.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 7 }));
  const old = await put('s', [[NOW - 15 * DAY, 'too old']]);
  expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  const expired = await put('s', [
    [NOW - 8 * DAY, 'expired'],
    [NOW - 7 * DAY, 'kept'],
  ]);
  expect(expired.rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 });
  const ahead = await put('s', [
    [NOW, 'now'],
    [NOW + 3 * 3_600_000, 'too new'],
  ]);
  expect(ahead.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
  expect(messages(await get('s'))).toEqual(['kept', 'now']);
});

test('retention hides old lines at once and removes them later; deleted streams leave nothing', async () => {
  await createStream('s');
  await createStream('t');
  await put('s', [[NOW, 'old']]);
  await put('t', [[NOW, 'gone with its stream']]);
  await client.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 1 }));
  nowMs = NOW + 2 * DAY;
  await put('s', [[nowMs, 'new']]);
  expect(messages(await get('s'))).toEqual(['new']);
  await client.send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName: 't' }));
  await createStream('t');
  expect(messages(await get('t'))).toEqual([]);
  service.start();
  await service.stop();
  expect(store.records.collection(CHUNKS).count()).toBe(2);
  const again = createLogsService({ records: store.records, clock: { now: () => nowMs, after: () => () => {} } });
  again.start();
  await settled(() => store.records.collection(CHUNKS).count() === 1);
  expect(store.records.collection(DISCARDED).count()).toBe(0);
  await again.stop();
});

async function settled(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

test('filtering merges streams, applies patterns and pages', async () => {
  for (const name of ['s1', 's2', 'other']) await createStream(name);
  await put('s1', [
    [NOW, 'ERROR one'],
    [NOW + 2, 'ok'],
    [NOW + 4, 'ERROR three'],
  ]);
  await put('s2', [[NOW + 3, 'ERROR two']]);
  await put('other', [[NOW + 1, 'ERROR other']]);
  const filter = (more: object) => client.send(new FilterLogEventsCommand({ logGroupName: group, ...more }));
  expect(messages(await filter({ filterPattern: 'ERROR' }))).toEqual([
    'ERROR one',
    'ERROR other',
    'ERROR two',
    'ERROR three',
  ]);
  expect(messages(await filter({ filterPattern: 'ERROR -other', logStreamNamePrefix: 's' }))).toHaveLength(3);
  const page = await filter({ limit: 2, logStreamNames: ['s1', 's2'] });
  expect(page.events).toMatchObject([{ logStreamName: 's1' }, { logStreamName: 's1', message: 'ok' }]);
  expect(page.events?.[0]?.eventId).toMatch(/^[0-9]{56}$/);
  const rest = await filter({ limit: 2, logStreamNames: ['s1', 's2'], nextToken: page.nextToken });
  expect(messages(rest)).toEqual(['ERROR two', 'ERROR three']);
  expect(rest.nextToken).toBeUndefined();
  await expect(filter({ filterPattern: 'a:b' })).rejects.toThrow("Invalid character(s) in term ':'");
});

test('tags and resource policies are kept', async () => {
  await createStream('s');
  const resourceArn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;
  await client.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
  await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
  expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: '2' });
  await client.send(new PutResourcePolicyCommand({ policyName: 'p', policyDocument: '{}' }));
  const { resourcePolicies } = await client.send(new DescribeResourcePoliciesCommand({}));
  expect(resourcePolicies).toEqual([{ policyName: 'p', policyDocument: '{}', lastUpdatedTime: NOW }]);
});

test('bad batches are refused in the words of AWS', async () => {
  await createStream('s');
  await expect(
    put('s', [
      [NOW, 'a'],
      [NOW - 1, 'b'],
    ]),
  ).rejects.toThrow('Log events in a single PutLogEvents request must be in chronological order.');
  await expect(
    put('s', [
      [NOW - 2 * DAY, 'a'],
      [NOW, 'b'],
    ]),
  ).rejects.toThrow('cannot span more than 24 hours');
  await expect(put('s', [[NOW, 'x'.repeat(1_048_576)]])).rejects.toThrow(
    'Upload too large: 1048602 bytes exceeds limit of 1048576',
  );
  await expect(put('missing', [[NOW, 'a']])).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log stream does not exist.',
  });
  await expect(get('s', { nextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(
    client.send(new StartLiveTailCommand({ logGroupIdentifiers: ['arn:aws:logs:us-east-1:000000000000:log-group:x'] })),
  ).rejects.toThrow();
});

test('the writer makes groups and streams, and keeps order', async () => {
  const target = { ...place, group: '/aws/lambda/f', stream: 'main' };
  for (let n = 0; n < 5_000; n++) service.writer.write(target, { timestampMs: NOW + n, message: `line ${n}` });
  await service.writer.drain();
  const answer = await client.send(
    new GetLogEventsCommand({ logGroupName: '/aws/lambda/f', logStreamName: 'main', startFromHead: true }),
  );
  expect(answer.events).toHaveLength(5_000);
  expect(answer.events?.at(-1)?.message).toBe('line 4999');
});

test('what was acknowledged is there after a restart', async () => {
  await close();
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-logs-'));
  try {
    await open(openSqliteStore(directory));
    await createStream('s');
    await put('s', [
      [NOW, 'one'],
      [NOW + 1, 'two'],
    ]);
    const head = await get('s', { startFromHead: true, limit: 1 });
    await close();
    await open(openSqliteStore(directory));
    expect(messages(await get('s', { nextToken: head.nextForwardToken }))).toEqual(['two']);
    await put('s', [[NOW, 'between']]);
    expect(messages(await get('s'))).toEqual(['one', 'between', 'two']);
  } finally {
    await close();
    rmSync(directory, { recursive: true });
    await open(createMemoryStore());
  }
});

const strange: readonly unknown[] = [
  {},
  { logGroupName: 1 },
  { logGroupName: '' },
  { logGroupName: 'a:b*' },
  [],
  'x',
  null,
];
const plausible = {
  logGroupName: '/none',
  logStreamName: 's',
  logEvents: [],
  retentionInDays: 2,
  policyName: '',
  policyDocument: '[',
  resourceArn: 'arn:aws:logs:us-east-1:000000000000:log-group:nope',
  tags: {},
  tagKeys: ['a'],
  limit: 0,
  nextToken: '!',
  filterPattern: '{',
};

test('no input makes any operation fail with 500', async () => {
  for (const name of loadServiceModel('logs').operations.keys()) {
    for (const body of [...strange, plausible]) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-amz-target': `Logs_20140328.${name}`, 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(body),
      });
      expect([name, JSON.stringify(body), response.status]).not.toContain(500);
      await response.arrayBuffer();
    }
  }
});
