import { expect, test } from 'vitest';
import { counted, mapRunLine, overallRate, RateMeter, type WireCounts, type WireMapRun } from './map-run-progress.ts';

function run(items: Partial<WireCounts>, more: Partial<WireMapRun> = {}): WireMapRun {
  const counts = {
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    total: 0,
    resultsWritten: 0,
  };
  return {
    mapRunArn: 'arn:aws:states:us-east-1:000000000000:mapRun:machine/Rows:9b1c',
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:machine:one',
    status: 'RUNNING',
    startDate: 100,
    redriveCount: 0,
    maxConcurrency: 0,
    toleratedFailureCount: 0,
    toleratedFailurePercentage: 0,
    itemCounts: { ...counts, ...items },
    executionCounts: counts,
    ...more,
  };
}

test.each<[name: string, run: WireMapRun, perSecond: number | undefined, line: string]>([
  ['nothing yet', run({ total: 4, pending: 4 }), undefined, 'Rows ▕░░░░░░░░░░░░░░░░▏ 0/4 items · 4 pending'],
  [
    'under way, with failures',
    run({ total: 10_000, succeeded: 4_990, failed: 8, timedOut: 2, running: 100, pending: 4_900 }),
    1_000,
    'Rows ▕████████░░░░░░░░▏ 5,000/10,000 items · 10 failed · 4,900 pending · 1,000 items/s · 5.00 s left',
  ],
  [
    'over',
    run({ total: 2, succeeded: 2 }, { status: 'SUCCEEDED', stopDate: 101 }),
    2,
    'Rows ▕████████████████▏ 2/2 items · 0 pending · 2 items/s',
  ],
  [
    'what waits to be redriven is pending',
    run({ total: 5, succeeded: 2, pending: 1, pendingRedrive: 2 }),
    0.25,
    'Rows ▕██████░░░░░░░░░░▏ 2/5 items · 3 pending · 0.3 items/s · 12.00 s left',
  ],
])('%s', (_name, mapRun, perSecond, line) => {
  expect(mapRunLine(mapRun, perSecond)).toBe(line);
});

test('the meter tells the rate of the last seconds', () => {
  const meter = new RateMeter();
  expect(meter.perSecond).toBeUndefined();
  meter.add(0, 0);
  expect(meter.perSecond).toBeUndefined();
  meter.add(100, 1_000);
  expect(meter.perSecond).toBe(100);
  for (let second = 2; second <= 30; second++) meter.add(100 + (second - 1) * 10, second * 1_000);
  expect(meter.perSecond).toBe(10);
});

test('the rate of a run that is over is that of the time it took; a redrive has none', () => {
  expect(overallRate(run({ succeeded: 50, total: 50 }, { stopDate: 110 }), 1_000)).toBe(5);
  expect(overallRate(run({ succeeded: 50, total: 100 }), 105)).toBe(10);
  expect(overallRate(run({ succeeded: 50, total: 100 }, { redriveCount: 1 }), 105)).toBeUndefined();
  expect(overallRate(run({ total: 100 }), 105)).toBeUndefined();
});

test.each([
  [0.26, '0.3'],
  [3, '3'],
  [12.4, '12'],
  [1_234_567, '1,234,567'],
])('%d is %s', (number, text) => {
  expect(counted(number)).toBe(text);
});
