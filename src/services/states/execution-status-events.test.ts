import { expect, test } from 'vitest';
import type { ExecutionChange } from '../../engine/engine.ts';
import type { HistoryEvent } from '../../interpreter/history-event.ts';
import { silentLogger } from '../../runtime/logger.ts';
import type { ExecutionRecord } from '../../store/journal.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import type { EventEntry } from '../events/event-router.ts';
import { startExecutionStatusEvents, statusDetail } from './execution-status-events.ts';

const record: ExecutionRecord = {
  executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:e',
  stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
  name: 'e',
  type: 'STANDARD',
  revisionId: 'r1',
  status: 'RUNNING',
  startMs: 1_000,
  input: '{"n":1}',
  redriveCount: 0,
};
const ended: ExecutionRecord = { ...record, status: 'SUCCEEDED', stopMs: 2_000, output: '2' };
const started: HistoryEvent = { id: 1, previousEventId: 0, timestamp: 1_000, type: 'ExecutionStarted' };

async function setUp(isHeard: boolean, { records } = createMemoryStore(), described = record) {
  const told: EventEntry[] = [];
  let listener: (change: ExecutionChange) => void = () => {};
  const stop = startExecutionStatusEvents({
    engine: {
      watch: (next) => {
        listener = next;
        return () => {};
      },
      describe: async () => described,
    },
    records,
    events: {
      isHeard: () => isHeard,
      emit: async (_place, entry, more = []) => {
        told.push(entry);
        await records.write(more);
      },
    },
    logger: silentLogger,
  });
  const tell = (change: Omit<ExecutionChange, 'executionArn'>) =>
    listener({ executionArn: record.executionArn, ...change });
  const statuses = async () => {
    await stop();
    return told.map(({ detail }) => (detail as { status: string }).status);
  };
  return { told, tell, statuses };
}

test('each status is told once, in order, also of an execution that ends as it starts', async () => {
  const { told, tell, statuses } = await setUp(true);
  tell({ events: [started], record: ended });
  expect(await statuses()).toEqual(['RUNNING', 'SUCCEEDED']);
  expect(told[1]).toMatchObject({
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [record.executionArn],
    timeMs: 2_000,
    detail: {
      executionArn: record.executionArn,
      startDate: 1_000,
      stopDate: 2_000,
      input: '{"n":1}',
      inputDetails: { included: true },
      output: '2',
      outputDetails: { included: true },
    },
  });
  expect(told[0]).toMatchObject({ detail: { stopDate: null, output: null, outputDetails: null, error: null } });
});

test('nobody is told when nobody listens, nor of Express executions', async () => {
  const silent = await setUp(false);
  silent.tell({ events: [started], record: ended });
  expect(await silent.statuses()).toEqual([]);
  const express = await setUp(true);
  express.tell({ events: [started], record: { ...ended, type: 'EXPRESS' } });
  expect(await express.statuses()).toEqual([]);
});

test('an end that a crash kept from being told is told at the next start', async () => {
  const store = createMemoryStore();
  const before = await setUp(true, store);
  before.tell({ events: [started], record });
  expect(await before.statuses()).toEqual(['RUNNING']);
  const running = await setUp(true, store);
  expect(await running.statuses()).toEqual([]);
  const after = await setUp(true, store, ended);
  expect(await after.statuses()).toEqual(['SUCCEEDED']);
  const again = await setUp(true, store, ended);
  expect(await again.statuses()).toEqual([]);
});

test('data that would make the event too long is left out', () => {
  const large = JSON.stringify('x'.repeat(130 * 1024));
  expect(statusDetail({ ...ended, input: large, output: large })).toMatchObject({
    input: null,
    inputDetails: { included: false },
    output: large,
    outputDetails: { included: true },
  });
});
