import { expect, test } from 'vitest';
import { ProcessorLoad, type ProcessorTimes } from './processor-load.ts';

test('saturated when less than a tenth of the time was idle, told anew every 100 ms', () => {
  let times: ProcessorTimes = { idleMs: 0, totalMs: 0 };
  const load = new ProcessorLoad(() => times);
  const pass = (idleMs: number, totalMs: number): void => {
    times = { idleMs: times.idleMs + idleMs, totalMs: times.totalMs + totalMs };
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
