import { expect, test } from 'vitest';
import { parseSchedule } from './parse-schedule.ts';

const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16));

test.each<[expression: string, after: string, expected: string | undefined]>([
  ['cron(0 10 * * ? *)', '2026-11-21T03:44:30Z', '2026-11-21T10:00'],
  ['cron(0 10 * * ? *)', '2026-11-21T10:00:00Z', '2026-11-22T10:00'],
  ['cron(15 12 * * ? *)', '2026-12-31T12:15:00Z', '2027-01-01T12:15'],
  ['cron(0 18 ? * MON-FRI *)', '2026-11-20T18:00:00Z', '2026-11-23T18:00'],
  ['cron(0 8 1 * ? *)', '2026-11-21T00:00:00Z', '2026-12-01T08:00'],
  ['cron(0/15 * * * ? *)', '2026-11-21T03:46:00Z', '2026-11-21T04:00'],
  ['cron(*/10 * ? * MON-FRI *)', '2026-11-20T23:55:00Z', '2026-11-23T00:00'],
  ['cron(0/5 8-17 ? * MON-FRI *)', '2026-11-20T17:55:00Z', '2026-11-23T08:00'],
  ['cron(0 0 29 2 ? *)', '2026-01-01T00:00:00Z', '2028-02-29T00:00'],
  ['cron(0 0 31 * ? *)', '2026-01-31T00:00:00Z', '2026-03-31T00:00'],
  ['cron(0 0 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T00:00'],
  ['cron(0 0 LW * ? *)', '2026-05-01T00:00:00Z', '2026-05-29T00:00'],
  ['cron(0 0 15W * ? *)', '2026-11-01T00:00:00Z', '2026-11-16T00:00'],
  ['cron(0 0 1W * ? *)', '2026-07-31T12:00:00Z', '2026-08-03T00:00'],
  ['cron(0 0 ? * 3#2 *)', '2026-11-01T00:00:00Z', '2026-11-10T00:00'],
  ['cron(0 0 ? * 6L *)', '2026-11-01T00:00:00Z', '2026-11-27T00:00'],
  ['cron(0 0 ? * L *)', '2026-11-01T00:00:00Z', '2026-11-07T00:00'],
  ['cron(0 0 ? * SUN *)', '2026-11-21T00:00:00Z', '2026-11-22T00:00'],
  ['cron(0 0 ? * FRI-SUN *)', '2026-11-21T01:00:00Z', '2026-11-22T00:00'],
  ['cron(0 0 1 JAN,JUL ? *)', '2026-11-21T00:00:00Z', '2027-01-01T00:00'],
  ['cron(0 0 1 1 ? 2030-2031)', '2026-11-21T00:00:00Z', '2030-01-01T00:00'],
  ['cron(0 22-2/2 * * ? *)', '2026-11-21T22:30:00Z', '2026-11-22T00:00'],
  ['cron(0 0 1 1 ? 2020)', '2026-11-21T00:00:00Z', undefined],
  ['cron(0 20 * * ? 2500)', '2026-11-21T00:00:00Z', undefined],
])('%s after %s is %s', (expression, after, expected) => {
  expect(iso(parseSchedule(expression)?.next(Date.parse(after), 0))).toBe(expected);
});

test('a rate counts from when the rule was made', () => {
  const anchor = Date.parse('2026-11-21T03:44:07.500Z');
  const schedule = parseSchedule('rate(5 minutes)');
  expect(schedule?.next(anchor, anchor)).toBe(anchor + 300_000);
  expect(schedule?.next(anchor + 300_000, anchor)).toBe(anchor + 600_000);
  expect(schedule?.next(anchor + 1_000_000, anchor)).toBe(anchor + 1_200_000);
});

test.each([
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(0 minutes)',
  'rate(5 seconds)',
  'rate(5minutes)',
  'rate(1.5 hours)',
  'cron(0 10 * * * *)',
  'cron(0 10 ? * ? *)',
  'cron(60 10 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 0 32 * ? *)',
  'cron(0 0 * 13 ? *)',
  'cron(0 0 ? * 8 *)',
  'cron(0 0 ? * FOO#1 *)',
  'cron(0 0 * * ?)',
  'cron(0/0 0 * * ? *)',
  'cron(1#2 0 * * ? *)',
  'cron(, 0 * * ? *)',
  'cron(0, 0 * * ? *)',
  'cron(0x5 0 * * ? *)',
  'cron(1e1 0 * * ? *)',
  'cron(1.5 0 * * ? *)',
  'cron(0/1.5 0 * * ? *)',
  'cron(0/ 0 * * ? *)',
  'cron(1- 0 * * ? *)',
  'at(2026-11-21T00:00:00)',
  '',
])('%s is no schedule', (expression) => {
  expect(parseSchedule(expression)).toBeUndefined();
});
