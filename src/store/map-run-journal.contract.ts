/** What every aggregate journal promises; each store's own test runs it. */
import { expect, test } from 'vitest';
import type { MapRunChild, MapRunRecord } from './map-run-journal.ts';
import type { Store } from './store.ts';

function record(name: string, changes: Partial<MapRunRecord> = {}): MapRunRecord {
  return {
    mapRunArn: `arn:mapRun:${name}`,
    executionArn: 'arn:execution:e',
    stateMachineArn: 'arn:stateMachine:m/label',
    executionType: 'EXPRESS',
    status: 'RUNNING',
    startMs: 1,
    maxConcurrency: 0,
    toleratedFailurePercentage: 0,
    toleratedFailureCount: 0,
    redriveCount: 0,
    ...changes,
  };
}

function child(index: number, changes: Partial<MapRunChild> = {}): MapRunChild {
  return { index, status: 'SUCCEEDED', items: 1, startMs: 10, stopMs: 20, output: `"${index}"`, ...changes };
}

export function mapRunContract(open: () => Store): void {
  test('a record comes back as it was put last, and is open while it runs', async () => {
    const { mapRuns } = open();
    expect(mapRuns.get('arn:mapRun:a')).toBeUndefined();
    await mapRuns.put(record('a'));
    await mapRuns.put(record('b'));
    await mapRuns.put(record('c', { executionArn: 'arn:execution:other' }));
    expect(mapRuns.open().map(({ mapRunArn }) => mapRunArn)).toEqual(['arn:mapRun:c', 'arn:mapRun:b', 'arn:mapRun:a']);
    const ended = record('a', { status: 'FAILED', error: 'E', totals: { items: 3, children: 3 } });
    await mapRuns.put(ended);
    expect(mapRuns.get('arn:mapRun:a')).toEqual(ended);
    expect(mapRuns.open()).toHaveLength(2);
    expect(mapRuns.ofExecution('arn:execution:e').map(({ mapRunArn }) => mapRunArn)).toEqual([
      'arn:mapRun:b',
      'arn:mapRun:a',
    ]);
  });

  test('children come back by index, page by page, whatever the order of their ends', async () => {
    const { mapRuns } = open();
    await mapRuns.put(record('a'));
    await mapRuns.put(record('b'));
    const failed = child(0, {
      status: 'FAILED',
      output: undefined,
      input: '{"n":1}',
      error: 'E',
      cause: 'C',
      items: 7,
    });
    await Promise.all([
      mapRuns.append('arn:mapRun:a', [child(3), child(1)]),
      mapRuns.append('arn:mapRun:b', [child(2)]),
      mapRuns.append('arn:mapRun:a', [failed]),
    ]);
    const first = mapRuns.children('arn:mapRun:a', -1, 2);
    expect(first).toEqual(JSON.parse(JSON.stringify([failed, child(1)])));
    expect(mapRuns.children('arn:mapRun:a', 1, 9)).toEqual([child(3)]);
    expect(mapRuns.outcomes('arn:mapRun:a', -1, 9)).toEqual([
      { index: 0, status: 'FAILED', items: 7, stopMs: 20 },
      { index: 1, status: 'SUCCEEDED', items: 1, stopMs: 20 },
      { index: 3, status: 'SUCCEEDED', items: 1, stopMs: 20 },
    ]);
    expect(mapRuns.children('arn:mapRun:none', -1, 9)).toEqual([]);
  });

  test('children of some ends alone, and how many there are of each', async () => {
    const { mapRuns } = open();
    await mapRuns.put(record('a'));
    await mapRuns.put(record('b'));
    const failed = child(0, { status: 'FAILED', items: 3, error: 'E', cause: 'C', input: '{}', output: undefined });
    const stopped = child(7, { status: 'ABORTED', output: undefined });
    await mapRuns.append('arn:mapRun:a', [child(1, { items: 2 }), failed, child(2), stopped]);
    await mapRuns.append('arn:mapRun:b', [child(0, { status: 'TIMED_OUT' })]);
    expect(mapRuns.endedAs('arn:mapRun:a', ['FAILED', 'ABORTED'], -1, 10)).toEqual([failed, stopped]);
    expect(mapRuns.endedAs('arn:mapRun:a', ['FAILED', 'ABORTED'], -1, 1)).toEqual([failed]);
    expect(mapRuns.endedAs('arn:mapRun:a', ['FAILED', 'ABORTED'], 0, 10)).toEqual([stopped]);
    expect(mapRuns.endedAs('arn:mapRun:a', ['TIMED_OUT'], -1, 10)).toEqual([]);
    expect(mapRuns.endedAs('arn:mapRun:none', ['FAILED'], -1, 10)).toEqual([]);
    const sums = mapRuns.sums('arn:mapRun:a');
    expect(new Map(sums.map(({ status, ...sum }) => [status, sum]))).toEqual(
      new Map([
        ['SUCCEEDED', { children: 2, items: 3 }],
        ['FAILED', { children: 1, items: 3 }],
        ['ABORTED', { children: 1, items: 1 }],
      ]),
    );
    expect(mapRuns.sums('arn:mapRun:none')).toEqual([]);
  });

  test('a later end of a child replaces the earlier one', async () => {
    const { mapRuns } = open();
    await mapRuns.put(record('a'));
    await mapRuns.append('arn:mapRun:a', [child(0, { status: 'FAILED', error: 'E' })]);
    await mapRuns.append('arn:mapRun:a', [child(0)]);
    expect(mapRuns.children('arn:mapRun:a', -1, 9)).toEqual([child(0)]);
  });

  test('a child of a map run without a record is refused', async () => {
    await expect(open().mapRuns.append('arn:mapRun:none', [child(0)])).rejects.toThrow('no record');
  });
}
