import { expect, test } from 'vitest';
import type { Execution } from '../aws/types.ts';
import { NEWEST_FIRST, nextSorting, readSorting, sorted } from './execution-order.ts';

const list = [
  { name: 'b', status: 'RUNNING', startDate: 9, stateMachineArn: 'm2' },
  { name: 'c', status: 'FAILED', startDate: 5, stopDate: 6, stateMachineArn: 'm1' },
  { name: 'a', status: 'SUCCEEDED', startDate: 1, stopDate: 8, stateMachineArn: 'm3' },
] as unknown as readonly Execution[];

test.each([
  ['-started', 'bca'],
  ['started', 'acb'],
  ['name', 'abc'],
  ['-name', 'cba'],
  ['status', 'cba'],
  ['machine', 'cba'],
  // The one that runs has run for two seconds at ten.
  ['duration', 'cba'],
  ['-duration', 'abc'],
])('%s', (text, expected) => {
  expect(
    sorted(list, readSorting(text), 11_000)
      .map(({ name }) => name)
      .join(''),
  ).toBe(expected);
});

test('unknown orders are the newest first', () => {
  expect([readSorting(null), readSorting('-x'), readSorting('')]).toEqual([NEWEST_FIRST, NEWEST_FIRST, NEWEST_FIRST]);
});

test('a click sorts, the next turns round', () => {
  expect(nextSorting(NEWEST_FIRST, 'name')).toBe('name');
  expect(nextSorting(readSorting('name'), 'name')).toBe('-name');
  expect(nextSorting(readSorting('name'), 'duration')).toBe('-duration');
});
