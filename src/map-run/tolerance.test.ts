import { expect, test } from 'vitest';
import { isExceeded } from './tolerance.ts';

test.each<
  [name: string, count: number, percentage: number, failed: number, total: number | undefined, expected: boolean]
>([
  ['nothing failed', 0, 0, 0, 10, false],
  ['nothing is tolerated', 0, 0, 1, 10, true],
  ['up to the count', 2, 0, 2, 10, false],
  ['beyond the count', 2, 0, 3, undefined, true],
  ['up to the share', 0, 20, 2, 10, false],
  ['beyond the share', 0, 20, 3, 10, true],
  ['a share of what is not known yet', 0, 20, 9, undefined, false],
  ['beyond the count, within the share', 1, 90, 2, 10, true],
  ['within the count, beyond the share', 9, 10, 2, 10, true],
  ['everything', 0, 100, 10, 10, false],
])('%s', (_name, toleratedFailureCount, toleratedFailurePercentage, failed, total, expected) => {
  expect(isExceeded({ toleratedFailureCount, toleratedFailurePercentage }, failed, total)).toBe(expected);
});
