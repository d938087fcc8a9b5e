import { expect, test } from 'vitest';
import { foldHistory, HistoryFolder, type Visit, type WireEvent } from './history.ts';

type Row = readonly [previous: number, type: string, details?: object];

/** Ids in order, a second apart. */
function history(rows: readonly Row[]): readonly WireEvent[] {
  return rows.map(([previousEventId, type, details], i) => ({
    id: i + 1,
    previousEventId,
    timestamp: 1_000 + i,
    type,
    ...(details && { someEventDetails: details }),
  }));
}

const entered = (previous: number, type: string, name: string, input = '{}'): Row => [
  previous,
  `${type}StateEntered`,
  { name, input },
];
const exited = (previous: number, type: string, name: string, output = '{}'): Row => [
  previous,
  `${type}StateExited`,
  { name, output },
];

const summary = (visits: readonly Visit[]) =>
  visits.map(({ state, status, thread }) => `${state}:${status}:${thread.kind}${thread.index}`);

const RETRIED: readonly Row[] = [
  [0, 'ExecutionStarted', { input: '{}' }],
  entered(0, 'Task', 'Call', '{"a":1}'),
  [2, 'TaskScheduled', { resourceType: 'lambda', resource: 'invoke' }],
  [3, 'TaskStarted'],
  [4, 'TaskFailed', { error: 'Busy', cause: 'try again' }],
  [5, 'TaskScheduled', { resourceType: 'lambda', resource: 'invoke' }],
  [6, 'TaskStarted'],
  [7, 'TaskSucceeded', { output: '2' }],
  exited(8, 'Task', 'Call', '2'),
  [9, 'ExecutionSucceeded', { output: '2' }],
];

test('a task that is tried again has its attempts and the error is gone in the end', () => {
  const { visits, status, endedMs } = foldHistory(history(RETRIED));
  expect(status).toBe('SUCCEEDED');
  expect(endedMs).toBe(1_009_000);
  expect(visits[0]).toMatchObject({ state: 'Call', status: 'succeeded', input: '{"a":1}', output: '2' });
  expect(visits[0]!.error).toBeUndefined();
  expect(visits[0]!.attempts).toMatchObject([
    { status: 'failed', error: 'Busy', cause: 'try again', fromMs: 1_002_000, toMs: 1_004_000 },
    { status: 'succeeded', resource: 'lambda:invoke', fromMs: 1_005_000, toMs: 1_007_000 },
  ]);
});

test.each([
  [4, 'running'],
  [5, 'retrying'],
  [6, 'running'],
  [9, 'succeeded'],
])('the first %i events show the state as %s', (until, status) => {
  expect(foldHistory(history(RETRIED), until).visits[0]!.status).toBe(status);
});

test('a caught error is told from success', () => {
  const { visits, status } = foldHistory(
    history([
      [0, 'ExecutionStarted'],
      entered(0, 'Task', 'Call'),
      [2, 'TaskScheduled', {}],
      [3, 'TaskFailed', { error: 'Bad' }],
      exited(4, 'Task', 'Call'),
      entered(5, 'Succeed', 'After'),
      exited(6, 'Succeed', 'After'),
      [7, 'ExecutionSucceeded'],
    ]),
  );
  expect(status).toBe('SUCCEEDED');
  expect(summary(visits)).toEqual(['Call:caught:root0', 'After:succeeded:root0']);
});

const SIDE_BY_SIDE: readonly Row[] = [
  [0, 'ExecutionStarted'],
  entered(0, 'Parallel', 'Both'),
  [2, 'ParallelStateStarted'],
  entered(3, 'Map', 'Each'),
  [4, 'MapStateStarted', { length: 3 }],
  [5, 'MapIterationStarted', { name: 'Each', index: 0 }],
  [5, 'MapIterationStarted', { name: 'Each', index: 1 }],
  entered(3, 'Task', 'Other'),
  [8, 'TaskScheduled', {}],
  entered(6, 'Task', 'Work'),
  [10, 'TaskScheduled', {}],
  entered(7, 'Task', 'Work'),
  [12, 'TaskScheduled', {}],
  [11, 'TaskFailed', { error: 'Broken', cause: 'by hand' }],
  [14, 'MapIterationFailed', { name: 'Each', index: 0 }],
  [14, 'TaskStateAborted'],
  [14, 'MapIterationAborted', { name: 'Each', index: 1 }],
  [14, 'MapStateFailed'],
  [18, 'MapStateAborted'],
  [18, 'TaskStateAborted'],
  [18, 'ParallelStateFailed'],
  [21, 'ExecutionFailed', { error: 'Broken', cause: 'by hand' }],
];

test('what fails inside fails what is around it, and stops what runs beside it', () => {
  const { visits, root, culprit } = foldHistory(history(SIDE_BY_SIDE));
  expect(summary(visits)).toEqual([
    'Both:failed:root0',
    'Each:failed:branch0',
    'Other:aborted:branch1',
    'Work:failed:iteration0',
    'Work:aborted:iteration1',
  ]);
  expect(culprit).toBe(visits[3]);
  expect(root.status).toBe('failed');
  expect(visits[0]!.threads.map(({ status }) => status)).toEqual(['failed', 'aborted']);
  expect(visits[1]!.threads.map(({ status }) => status)).toEqual(['failed', 'aborted']);
  expect(visits.map(({ error }) => error)).toEqual(['Broken', 'Broken', undefined, 'Broken', undefined]);
});

test('a Fail state has the error of the execution, wherever it stands', () => {
  const { culprit, visits } = foldHistory(
    history([
      [0, 'ExecutionStarted'],
      entered(0, 'Map', 'Each'),
      [2, 'MapStateStarted', { length: 1 }],
      [3, 'MapIterationStarted', { name: 'Each', index: 0 }],
      entered(4, 'Fail', 'No'),
      [5, 'WaitStateAborted'],
      [5, 'MapIterationFailed', { name: 'Each', index: 0 }],
      [5, 'MapStateFailed'],
      [8, 'ExecutionFailed', { error: 'E', cause: 'C' }],
    ]),
  );
  expect(summary(visits)).toEqual(['Each:failed:root0', 'No:failed:iteration0']);
  expect(culprit).toMatchObject({ state: 'No', error: 'E', cause: 'C' });
});

test('a redrive goes on with what failed', () => {
  const events = history([...SIDE_BY_SIDE, [22, 'ExecutionRedriven', { redriveCount: 1 }]]);
  const fold = foldHistory(events);
  expect(fold.status).toBe('RUNNING');
  expect(fold.culprit).toBeUndefined();
  expect(fold.endedMs).toBeUndefined();
  expect(summary(fold.visits)).toContain('Work:running:iteration0');
});

test('a Map that is tried again begins anew, and keeps what it tried', () => {
  const { visits, culprit } = foldHistory(
    history([
      [0, 'ExecutionStarted'],
      entered(0, 'Map', 'Each'),
      [2, 'MapStateStarted', { length: 1 }],
      [3, 'MapIterationStarted', { name: 'Each', index: 0 }],
      entered(4, 'Fail', 'No'),
      [5, 'MapIterationFailed', { name: 'Each', index: 0 }],
      [5, 'MapStateStarted', { length: 1 }],
      [7, 'MapIterationStarted', { name: 'Each', index: 0 }],
      entered(8, 'Fail', 'No'),
      [9, 'MapIterationFailed', { name: 'Each', index: 0 }],
      [9, 'MapStateFailed'],
      [11, 'ExecutionFailed', { error: 'E' }],
    ]),
  );
  expect(summary(visits)).toEqual(['Each:failed:root0', 'No:failed:iteration0', 'No:failed:iteration0']);
  expect(visits[0]!.attempts.map(({ status }) => status)).toEqual(['failed', 'failed']);
  expect(visits[0]!.threads).toHaveLength(1);
  expect(culprit).toBe(visits[2]);
});

test('an evaluation that fails on entry fails the state that was entered', () => {
  const { visits, culprit } = foldHistory(
    history([
      [0, 'ExecutionStarted'],
      entered(0, 'Pass', 'Before'),
      exited(2, 'Pass', 'Before'),
      entered(3, 'Pass', 'Broken'),
      [3, 'EvaluationFailed', { state: 'Broken', error: 'States.QueryEvaluationError', cause: '$x' }],
      [5, 'ExecutionFailed', { error: 'States.QueryEvaluationError', cause: '$x' }],
    ]),
  );
  expect(summary(visits)).toEqual(['Before:succeeded:root0', 'Broken:failed:root0']);
  expect(culprit).toMatchObject({ state: 'Broken', error: 'States.QueryEvaluationError', cause: '$x' });
});

test('a distributed Map and its map run are one attempt', () => {
  const { visits } = foldHistory(
    history([
      [0, 'ExecutionStarted'],
      entered(0, 'Map', 'Files'),
      [2, 'MapStateStarted', { length: 100 }],
      [3, 'MapRunStarted', { mapRunArn: 'arn:run' }],
      [4, 'MapRunSucceeded'],
      [5, 'MapStateSucceeded'],
      exited(5, 'Map', 'Files'),
      [7, 'ExecutionSucceeded'],
    ]),
  );
  expect(visits).toMatchObject([{ state: 'Files', status: 'succeeded', mapRunArn: 'arn:run', length: 100 }]);
  expect(visits[0]!.attempts).toMatchObject([{ status: 'succeeded' }]);
});

test('a stopped execution stops what is open', () => {
  const { visits, status } = foldHistory(
    history([[0, 'ExecutionStarted'], entered(0, 'Wait', 'Rest'), [0, 'ExecutionAborted', { error: 'Enough' }]]),
  );
  expect(status).toBe('ABORTED');
  expect(summary(visits)).toEqual(['Rest:aborted:root0']);
});

test.each([
  ['retried', RETRIED],
  ['side by side', SIDE_BY_SIDE],
])('folding on gives what folding anew gives: %s', (_name, rows) => {
  const events = history(rows);
  const folder = new HistoryFolder();
  for (const [i, event] of events.entries()) {
    folder.add(event);
    expect(folder.count).toBe(i + 1);
    const anew = foldHistory(events, i + 1);
    expect(summary(folder.result().visits)).toEqual(summary(anew.visits));
    expect(folder.result().status).toBe(anew.status);
  }
});

/** A Map of so many iterations of one state: four events each. */
function wide(iterations: number): readonly WireEvent[] {
  const rows: Row[] = [
    [0, 'ExecutionStarted'],
    entered(0, 'Map', 'Each'),
    [2, 'MapStateStarted', { length: iterations }],
  ];
  for (let index = 0; index < iterations; index++) rows.push([3, 'MapIterationStarted', { name: 'Each', index }]);
  for (let index = 0; index < iterations; index++) {
    rows.push(entered(4 + index, 'Pass', 'Judge'), exited(rows.length + 1, 'Pass', 'Judge'));
    rows.push([rows.length, 'MapIterationSucceeded', { name: 'Each', index }]);
  }
  return history(rows);
}

test('a long history takes no longer for each event than a short one', () => {
  const times = [750, 6_000].map((iterations) => {
    const events = wide(iterations);
    const rounds = Array.from({ length: 5 }, () => {
      const before = performance.now();
      const { visits } = foldHistory(events);
      expect(visits).toHaveLength(iterations + 1);
      expect(visits[0]!.threads.every(({ status }) => status === 'succeeded')).toBe(true);
      return performance.now() - before;
    });
    return Math.min(...rounds);
  });
  // Eight times as many: were it quadratic, it would take sixty-four times as long.
  expect(times[1]! / times[0]!).toBeLessThan(32);
});
