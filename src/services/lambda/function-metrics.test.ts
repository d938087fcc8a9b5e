import { expect, test } from 'vitest';
import type { FunctionRunner, Invocation, InvocationResult } from '../../functions/function-runner.ts';
import { FunctionMetrics } from './function-metrics.ts';

const MINUTE_MS = 60_000;

function bench() {
  const clock = { nowMs: 1_000 * MINUTE_MS, now: () => clock.nowMs, after: () => () => {} };
  const metrics = new FunctionMetrics(clock);
  let next: Partial<InvocationResult> | Error = {};
  const runner: FunctionRunner = {
    invoke: async () => {
      if (next instanceof Error) throw next;
      return { payload: '', logTail: '', durationMs: 1, billedMs: 1, maxMemoryMb: 1, coldStart: false, ...next };
    },
    drain: async () => {},
    stop: async () => {},
  };
  const metered = metrics.metered(runner);
  const run = async (result: Partial<InvocationResult> | Error, signal?: AbortSignal): Promise<void> => {
    next = result;
    await metered.invoke({ spec: { functionName: 'f' }, signal } as Invocation).catch(() => {});
  };
  return { clock, metrics, run };
}

test('percentiles are the nearest ranks of what ran', async () => {
  const { metrics, run } = bench();
  for (let durationMs = 1; durationMs <= 200; durationMs++) await run({ durationMs, coldStart: durationMs === 1 });
  expect(metrics.of('f')).toMatchObject({ invocations: 200, errors: 0, coldStarts: 1 });
  expect(metrics.of('f').durationMs).toEqual({ p50: 100, p90: 180, p99: 198, max: 200 });
  expect(metrics.all()).toEqual([metrics.of('f')]);
});

test('only the newest durations count, however many there were', async () => {
  const { metrics, run } = bench();
  await run({ durationMs: 9_999 });
  for (let i = 0; i < 4_096; i++) await run({ durationMs: 5 });
  expect(metrics.of('f')).toMatchObject({ invocations: 4_097, durationMs: { p50: 5, max: 5 } });
});

test('errors are those of the function and of what runs it, not those of callers that left', async () => {
  const { metrics, run } = bench();
  await run({ functionError: 'Unhandled', durationMs: 3 });
  await run(new Error('stopped'));
  await run(new Error('left'), AbortSignal.abort());
  expect(metrics.of('f')).toMatchObject({ invocations: 2, errors: 2, durationMs: { max: 3 } });
});

test('the last hour, a minute at a time', async () => {
  const { clock, metrics, run } = bench();
  await run({});
  clock.nowMs += 59 * MINUTE_MS;
  await run({ functionError: 'Unhandled' });
  const minutes = metrics.minutes('f');
  expect(minutes).toHaveLength(60);
  expect(minutes.at(0)).toMatchObject({ succeeded: 1, failed: 0 });
  expect(minutes.at(-1)).toMatchObject({ succeeded: 0, failed: 1 });
  clock.nowMs += MINUTE_MS;
  expect(metrics.minutes('f').reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0)).toBe(1);
});

test('a function that never ran has figures, too', () => {
  const { metrics } = bench();
  expect(metrics.of('f')).toEqual({ functionName: 'f', invocations: 0, errors: 0, coldStarts: 0, lastMs: 0 });
  expect(metrics.all()).toEqual([]);
});
