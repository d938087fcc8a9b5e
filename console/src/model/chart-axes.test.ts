import { expect, test } from 'vitest';
import { countTicks, labelledTimes } from './chart-axes.ts';

test.each([
  [0, 4, [0, 1]],
  [1, 4, [0, 1]],
  [3, 4, [0, 1, 2, 3]],
  [7, 4, [0, 2, 4, 6, 8]],
  [101, 4, [0, 50, 100, 150]],
  [4_000, 4, [0, 1_000, 2_000, 3_000, 4_000]],
])('counts up to %d in about %d lines', (most, lines, expected) => {
  expect(countTicks(most, lines)).toEqual(expected);
});

const hour = Array.from({ length: 60 }, (_, i) => 36_000 + (i - 59) * 60);

test.each([
  [12, 5],
  [6, 10],
  [4, 15],
  [1, 60],
])('at most %d labels of an hour are %d minutes apart', (most, minutes) => {
  const labels = labelledTimes(hour, most);
  expect(labels.at(-1)).toBe(36_000);
  expect(labels.every((time) => time % (minutes * 60) === 0)).toBe(true);
  expect(labels.length).toBeLessThanOrEqual(most + 1);
});

test('full hours are those of the local time', () => {
  expect(labelledTimes(hour, 2, 1_800)).toEqual([34_200, 36_000]);
  expect(labelledTimes([], 5)).toEqual([]);
});
