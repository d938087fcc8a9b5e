import { expect, test } from 'vitest';
import { maxRetries } from './retriers.ts';

const state = {
  Retry: [
    { ErrorEquals: ['Busy'], MaxAttempts: 6 },
    { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 },
    { ErrorEquals: ['States.ALL'] },
  ],
};

test.each([
  ['its own retrier', state, 'Busy', 6],
  ['any failure of a task', state, 'Other', 2],
  ['a timeout is no failure of a task', state, 'States.Timeout', 3],
  ['nothing but its own name matches a runtime error', state, 'States.Runtime', undefined],
  ['no error', state, undefined, undefined],
  ['no retriers', {}, 'Busy', undefined],
  ['no state', undefined, 'Busy', undefined],
  ['malformed', { Retry: [{ ErrorEquals: 'Busy' }] }, 'Busy', undefined],
])('%s', (_name, raw, error, expected) => {
  expect(maxRetries(raw, error)).toBe(expected);
});
