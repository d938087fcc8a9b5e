import { expect, test } from 'vitest';
import { MatchTooLong } from '../query/bounded-reg-exp.ts';
import { withinTime } from './within-time.ts';

test('what a match returns or throws comes back', () => {
  expect(withinTime(() => /b/.exec('abc')?.index)).toBe(1);
  const problem = new Error('no');
  expect(() =>
    withinTime(() => {
      throw problem;
    }),
  ).toThrow(problem);
});

test('a match without end is ended', () => {
  expect(() => withinTime(() => /^(?:a|aa)+$/i.test(`${'a'.repeat(200)}b`))).toThrow(MatchTooLong);
  expect(withinTime(() => 'as before')).toBe('as before');
});
