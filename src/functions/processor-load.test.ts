import { expect, test } from 'vitest';
import { ProcessorLoad, type ProcessorTimes } from './processor-load.ts';

const none: ProcessorTimes = { idleMs: 0, totalMs: 0, loopIdleMs: 0, loopTotalMs: 0 };

test('saturated when less than a tenth of the time was idle, told anew every 100 ms', () => {
  let times = none;
  const load = new ProcessorLoad(() => times);
  const pass = (idleMs: number, totalMs: number): void => {
    times = { ...times, idleMs: times.idleMs + idleMs, totalMs: times.totalMs + totalMs };
  };
  expect(load.isSaturated(0)).toBe(false);
  pass(5, 200);
  expect(load.isSaturated(99)).toBe(false);
  expect(load.isSaturated(100)).toBe(true);
  pass(100, 200);
  expect(load.isSaturated(199)).toBe(true);
  expect(load.isSaturated(200)).toBe(false);
  expect(load.isSaturated(400)).toBe(false);
});

test('saturated when the thread that feeds all handlers has no time left, whatever the processors have', () => {
  let times = none;
  const load = new ProcessorLoad(() => times);
  const pass = (loopIdleMs: number): void => {
    const { idleMs, totalMs } = times;
    times = {
      idleMs: idleMs + 100,
      totalMs: totalMs + 200,
      loopIdleMs: times.loopIdleMs + loopIdleMs,
      loopTotalMs: times.loopTotalMs + 100,
    };
  };
  expect(load.isSaturated(0)).toBe(false);
  pass(9);
  expect(load.isSaturated(100)).toBe(true);
  pass(10);
  expect(load.isSaturated(200)).toBe(false);
});
