import { expect, test } from 'vitest';
import { parseTimestamp } from './timestamp.ts';

test.each([
  '2012-10-09T19:00:55Z',
  '2012-10-09T19:00:55+01:00',
  '2012-10-09T19:00:55.123-05:30',
  '2024-02-29T00:00:00Z',
  '1969-12-31T23:59:59Z',
])('%s', (text) => {
  expect(parseTimestamp(text)).toBe(Date.parse(text));
});

test.each([
  '',
  '2012-10-09',
  '2012-10-09T19:00:55',
  '2012-10-09t19:00:55z',
  '2012-10-09 19:00:55Z',
  '2023-02-29T00:00:00Z',
  '2012-13-01T00:00:00Z',
  '2012-10-09T24:00:00Z',
  '2012-10-09T19:60:00Z',
  '2012-10-09T19:00:55+25:00',
])('%j is no timestamp', (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});
