import { expect, test } from 'vitest';
import type { ExecutionChange } from '../../../engine/engine.ts';
import type { HistoryEvent, HistoryEventType } from '../../../interpreter/history-event.ts';
import type { ExecutionRecord } from '../../../store/journal.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { createLogsService } from '../../logs/logs-service.ts';
import type { LoggingConfiguration } from '../configuration.ts';
import { MACHINES, REVISIONS, StateMachineStore } from '../state-machine-store.ts';
import { startExecutionLogging } from './execution-logging.ts';
import { isLogged } from './log-level.ts';
import { logRecord } from './log-record.ts';

const NOW = Date.UTC(2026, 10, 21, 3, 44);
const machineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:m:e';
const place = { account: '000000000000', region: 'us-east-1' };
const logGroupArn = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/states/g:*';
const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];

test.each<[type: HistoryEventType, levels: string]>([
  ['ExecutionStarted', 'ALL'],
  ['ExecutionSucceeded', 'ALL'],
  ['PassStateEntered', 'ALL'],
  ['TaskFailed', 'ALL ERROR'],
  ['FailStateEntered', 'ALL ERROR'],
  ['MapIterationAborted', 'ALL ERROR'],
  ['LambdaFunctionTimedOut', 'ALL ERROR'],
  ['ExecutionFailed', 'ALL ERROR FATAL'],
  ['ExecutionTimedOut', 'ALL ERROR FATAL'],
  ['ExecutionAborted', 'ALL ERROR FATAL'],
])('%s belongs to %s', (type, levels) => {
  const found = (['ALL', 'ERROR', 'FATAL', 'OFF'] as const).filter((level) => isLogged(level, type));
  expect(found.join(' ')).toBe(levels);
});

const event = (id: number, type: HistoryEventType, details?: HistoryEvent['details']): HistoryEvent => ({
  id,
  previousEventId: id - 1,
  timestamp: NOW + id,
  type,
  details,
});

test('a record is the event with everything around its details as text', () => {
  const started = event(1, 'ExecutionStarted', { executionStartedEventDetails: { input: { n: 1 }, roleArn: 'r' } });
  const context = { executionArn, redriveCount: 2, includeExecutionData: true };
  expect(JSON.parse(logRecord(started, context))).toEqual({
    id: '1',
    type: 'ExecutionStarted',
    details: { input: '{"n":1}', inputDetails: { truncated: false }, roleArn: 'r' },
    previous_event_id: '0',
    event_timestamp: String(NOW + 1),
    execution_arn: executionArn,
    redrive_count: '2',
  });
  const bare = JSON.parse(logRecord(started, { ...context, includeExecutionData: false }));
  expect(bare.details).toEqual({ roleArn: 'r' });
  expect(JSON.parse(logRecord(event(4, 'LambdaFunctionStarted'), context)).details).toEqual({});
});

test('a payload that does not fit is cut', () => {
  const large = event(1, 'ExecutionStarted', { executionStartedEventDetails: { input: 'ü'.repeat(200_000) } });
  const { details } = JSON.parse(logRecord(large, { executionArn, redriveCount: 0, includeExecutionData: true }));
  expect(details.inputDetails).toEqual({ truncated: true });
  expect(Buffer.byteLength(details.input)).toBeLessThanOrEqual(248 * 1024);
  expect(details.input.at(-1)).toBe('ü');
});

const record: ExecutionRecord = {
  executionArn,
  stateMachineArn: machineArn,
  name: 'e',
  type: 'STANDARD',
  revisionId: 'r1',
  status: 'RUNNING',
  startMs: NOW,
  input: '{}',
  redriveCount: 0,
};

async function setUp(logging: LoggingConfiguration, hasGroup = true) {
  const { records } = createMemoryStore();
  const store = new StateMachineStore(records);
  await records.write([
    { type: 'put', collection: REVISIONS, key: 'r1', value: { key: 'r1', logging } },
    { type: 'put', collection: MACHINES, key: machineArn, value: { arn: machineArn, revisionKey: 'r1' } },
  ]);
  const clock = { now: () => NOW, after: () => () => {} };
  const logs = createLogsService({ records, clock });
  const context = { ...place, requestId: '', signal: new AbortController().signal, baseUrl: '', headers: {} };
  const call = (name: string, input: object) => logs.operations[name]!(input, context);
  const logGroupName = '/aws/vendedlogs/states/g';
  if (hasGroup) await call('CreateLogGroup', { logGroupName });
  let listener: (change: ExecutionChange) => void = () => {};
  const engine = {
    watch: (next: typeof listener) => {
      listener = next;
      return () => {};
    },
  };
  const ids = { uuid: () => 'abcdefgh-0000', random: () => 0 };
  const begin = () => startExecutionLogging({ engine, store, logs, clock, ids });
  begin();
  return {
    begin,
    tell: (change: Omit<ExecutionChange, 'executionArn'>) => listener({ executionArn, ...change }),
    async lines() {
      await logs.writer.drain();
      return call('FilterLogEvents', { logGroupName });
    },
  };
}

test('an execution is logged in order, to one stream, at its level', async () => {
  const { tell, lines } = await setUp({ level: 'ALL', includeExecutionData: false, destinations });
  tell({ events: [event(1, 'ExecutionStarted')], record });
  tell({ events: [event(2, 'PassStateEntered'), event(3, 'PassStateExited')] });
  tell({ events: [event(4, 'ExecutionSucceeded')], record: { ...record, status: 'SUCCEEDED' } });
  const { events } = await lines();
  expect(events.map(({ message }: { message: string }) => JSON.parse(message).id)).toEqual(['1', '2', '3', '4']);
  expect(events[0].logStreamName).toBe('states/m/2026-11-21-03-44/abcdefgh');
});

test('after a restart an execution goes on logging as its machine says', async () => {
  const { begin, tell, lines } = await setUp({ level: 'ERROR', destinations });
  tell({ events: [event(1, 'ExecutionStarted')], record });
  begin();
  tell({ events: [event(2, 'TaskFailed'), event(3, 'TaskStateExited')] });
  const { events } = await lines();
  expect(events).toHaveLength(1);
});

test('nothing is written at OFF, and no group is made', async () => {
  const off = await setUp({ level: 'OFF', destinations });
  off.tell({ events: [event(1, 'ExecutionFailed')], record });
  expect((await off.lines()).events).toEqual([]);
  const homeless = await setUp({ level: 'ALL', destinations }, false);
  homeless.tell({ events: [event(1, 'ExecutionFailed')], record });
  await expect(async () => homeless.lines()).rejects.toThrow('The specified log group does not exist.');
});
