import { expect, test } from 'vitest';
import type { HistoryEvent, HistoryEventType } from '../../interpreter/history-event.ts';
import { advanceChunk, advanceMain, type BatchProgress, batchLine, NOTHING_DONE, runOfChunk } from './demo-progress.ts';

const event = (type: HistoryEventType, member?: string, fields: object = {}): HistoryEvent => ({
  id: 1,
  previousEventId: 0,
  timestamp: 0,
  type,
  ...(member && { details: { [member]: fields as never } }),
});
const entered = (name: string) => event('TaskStateEntered', 'stateEnteredEventDetails', { name });
const exited = (name: string, output: unknown) => event('TaskStateExited', 'stateExitedEventDetails', { name, output });
const iteration = (name: string) =>
  event('MapIterationSucceeded', 'mapIterationSucceededEventDetails', { name, index: 0 });

const split = [entered('Split file'), exited('Split file', { split: { rows: 1_200, chunks: ['1', '2'] } })];

test('the main execution tells rows, chunks and the stage', () => {
  const progress = advanceMain(NOTHING_DONE, [...split, entered('Process chunks'), entered('Process chunk')]);
  expect(progress).toEqual({ ...NOTHING_DONE, rows: 1_200, chunks: 2, stage: 'Process chunks' });
  const more = [exited('Process chunk', { rows: 600, rejected: 7 }), iteration('Process chunks')];
  expect(advanceMain(progress, more)).toMatchObject({ chunksDone: 1, rowsDone: 0, rejected: 0 });
  expect(advanceMain(progress, more, 'UNSEEN')).toMatchObject({ chunksDone: 1, rowsDone: 600, rejected: 7 });
});

test('a chunk tells its rows and those that it rejects', () => {
  const events = [
    iteration('Process rows'),
    entered('Record invalid row'),
    entered('Look up product'),
    iteration('Process rows'),
  ];
  expect(advanceChunk(NOTHING_DONE, events)).toMatchObject({ rowsDone: 2, rejected: 1 });
});

test('a chunk names its run', () => {
  const input = { chunk: { run: 'sales-1' } };
  expect(runOfChunk([event('ExecutionStarted', 'executionStartedEventDetails', { input })])).toBe('sales-1');
  expect(runOfChunk([event('ExecutionStarted', 'executionStartedEventDetails', { input: 'text' })])).toBe(undefined);
  expect(runOfChunk([iteration('Process rows')])).toBe(undefined);
  expect(runOfChunk([])).toBe(undefined);
});

const half: BatchProgress = {
  stage: 'Process chunks',
  chunks: 17,
  chunksDone: 8,
  rows: 10_000,
  rowsDone: 5_000,
  rejected: 61,
};

test.each<[name: string, progress: BatchProgress, rate: number | undefined, width: number, line: string]>([
  ['waiting', NOTHING_DONE, undefined, 80, 'Waiting …'],
  [
    'half',
    half,
    250,
    120,
    'Chunks 8/17 · rows ▕██████████░░░░░░░░░░▏ 5,000/10,000 · 250 rows/s · 61 rejected · 20 s left',
  ],
  ['no rate yet', half, undefined, 120, 'Chunks 8/17 · rows ▕██████████░░░░░░░░░░▏ 5,000/10,000 · 61 rejected'],
  ['narrow', half, 250, 20, 'Chunks 8/17 · rows …'],
  [
    'rows counted twice',
    { ...half, rowsDone: 10_400 },
    250,
    120,
    'Chunks 8/17 · rows ▕████████████████████▏ 10,000/10,000 · 250 rows/s · 61 rejected · 0 s left',
  ],
  [
    'minutes',
    half,
    10,
    120,
    'Chunks 8/17 · rows ▕██████████░░░░░░░░░░▏ 5,000/10,000 · 10 rows/s · 61 rejected · 8 min left',
  ],
  ['after the chunks', { ...half, stage: 'Merge parts' }, 250, 80, 'Merge parts …'],
])('%s', (_name, progress, rate, width, line) => {
  expect(batchLine(progress, rate, width)).toBe(line);
});
