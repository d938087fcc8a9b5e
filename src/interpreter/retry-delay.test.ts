import { expect, test } from 'vitest';
import type { Retrier } from '../asl/state-machine.ts';
import { retryDelayMs } from './retry-delay.ts';

const all: Retrier = {
  errorEquals: ['States.ALL'],
  intervalSeconds: 1,
  maxAttempts: 3,
  backoffRate: 2,
  jitterStrategy: 'NONE',
};

test.each<[name: string, retrier: Retrier, retryCount: number, random: number, expectedMs: number]>([
  ['first retry, defaults', all, 0, 0, 1_000],
  ['rate 2.0 doubles', all, 2, 0, 4_000],
  ['rate 1.0 stays', { ...all, backoffRate: 1 }, 9, 0, 1_000],
  ['rate 1.5 gives fractions of a second', { ...all, backoffRate: 1.5 }, 1, 0, 1_500],
  ['interval scales', { ...all, intervalSeconds: 3 }, 1, 0, 6_000],
  ['MaxDelaySeconds caps', { ...all, maxDelaySeconds: 8 }, 9, 0, 8_000],
  ['a small delay is not raised to MaxDelaySeconds', { ...all, maxDelaySeconds: 8 }, 1, 0, 2_000],
  ['no jitter: random is not read', all, 1, 0.25, 2_000],
  ['full jitter scales the capped delay', { ...all, maxDelaySeconds: 8, jitterStrategy: 'FULL' }, 9, 0.5, 4_000],
  ['full jitter may be no delay at all', { ...all, jitterStrategy: 'FULL' }, 0, 0, 0],
  ['a backoff that outgrows every clock is capped', all, 2_000, 0, 99_999_999_000],
])('%s', (_name, retrier, retryCount, random, expectedMs) => {
  expect(retryDelayMs(retrier, retryCount, random)).toBe(expectedMs);
});

test.each([-1, 0.5, Number.NaN])('a retry count of %d is a bug', (retryCount) => {
  expect(() => retryDelayMs(all, retryCount, 0)).toThrow(/retryCount/);
});
