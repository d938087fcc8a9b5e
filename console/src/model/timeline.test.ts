import { expect, test } from 'vitest';
import { foldHistory, type WireEvent } from './history.ts';
import { spansOf, ticks, timelineRows } from './timeline.ts';

const event = (id: number, previousEventId: number, type: string, details?: object): WireEvent => ({
  id,
  previousEventId,
  timestamp: id,
  type,
  ...(details && { someEventDetails: details }),
});

const events = [
  event(1, 0, 'ExecutionStarted'),
  event(2, 0, 'MapStateEntered', { name: 'Map' }),
  event(3, 2, 'MapStateStarted', { length: 1 }),
  event(4, 3, 'MapIterationStarted', { name: 'Map', index: 0 }),
  event(5, 4, 'TaskStateEntered', { name: 'Work' }),
  event(6, 5, 'TaskScheduled', {}),
  event(7, 6, 'TaskFailed', { error: 'Busy' }),
  event(9, 7, 'TaskScheduled', {}),
];

const shape = (until: number) => {
  const fold = foldHistory(events, until);
  return timelineRows(fold, 12_000, new Set()).map((row) =>
    row.type === 'visit'
      ? [
          row.visit.state,
          row.depth,
          row.spans.map(({ kind, status, fromMs, toMs }) => `${kind} ${status} ${fromMs}-${toMs}`),
        ]
      : [row.label, row.depth, row.spans.length],
  );
};

test('rows are nested as threads are, with attempts and the pauses between', () => {
  expect(shape(8)).toEqual([
    ['Map', 0, ['whole running 2000-12000']],
    ['Iteration 0', 1, 1],
    ['Work', 2, ['attempt failed 6000-7000', 'pause retrying 7000-9000', 'attempt running 9000-12000']],
  ]);
});

test('what waits to be tried again is a pause until now', () => {
  const fold = foldHistory(events, 7);
  expect(spansOf(fold.visits[1]!, 12_000).at(-1)).toMatchObject({ kind: 'pause', fromMs: 7_000, toMs: 12_000 });
});

test('what is folded is left out', () => {
  const fold = foldHistory(events);
  expect(timelineRows(fold, 12_000, new Set([2]))).toHaveLength(1);
});

test.each([
  [10, 5, [0, 2, 4, 6, 8, 10]],
  [950, 5, [0, 200, 400, 600, 800]],
  [6_910, 6, [0, 2_000, 4_000, 6_000]],
  [3_600_000, 6, [0, 600_000, 1_200_000, 1_800_000, 2_400_000, 3_000_000, 3_600_000]],
])('an axis of %d ms in about %d', (length, count, marks) => {
  expect(ticks(0, length, count)).toEqual(marks);
});
