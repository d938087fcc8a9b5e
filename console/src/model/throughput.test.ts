import { expect, test } from 'vitest';
import type { Execution, Status } from '../aws/types.ts';
import { throughput } from './throughput.ts';

const ended = (status: Status, stopDate?: number) => ({ status, stopDate }) as Execution;

test('ends are counted by their minute', () => {
  const { times, succeeded, failed } = throughput(
    [
      ended('SUCCEEDED', 600),
      ended('SUCCEEDED', 659),
      ended('FAILED', 599),
      ended('TIMED_OUT', 600),
      ended('RUNNING'),
      ended('SUCCEEDED', 100),
      ended('SUCCEEDED', 9_999),
    ],
    659_000,
    3,
  );
  expect(times).toEqual([480, 540, 600]);
  expect(succeeded).toEqual([0, 0, 2]);
  expect(failed).toEqual([0, 1, 1]);
});
