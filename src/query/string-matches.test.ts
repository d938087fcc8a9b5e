import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringMatches } from './string-matches.ts';

test.each<[text: string, pattern: string, matches: boolean]>([
  ['zebra.log', '*.log', true],
  ['zebra.log', 'zebra*', true],
  ['zebra.log', '*', true],
  ['', '*', true],
  ['foo.log', 'foo*.*', true],
  ['foolog', 'foo*.*', false],
  ['ab', 'a*b*b', false],
  ['abb', 'a*b*b', true],
  ['a', 'a*a', false],
  ['A', 'a', false],
  ['a*b', 'a\\*b', true],
  ['axb', 'a\\*b', false],
  ['a\\x', 'a\\\\*', true],
  ['a.b', 'a?b', false],
])('%s against %s: %s', (text, pattern, matches) => {
  expect(stringMatches(text, pattern)).toBe(matches);
});

test('a pattern matches as its regular expression does', () => {
  const letters = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((all) => all.join(''));
  const pattern = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 6 }).map((all) => all.join(''));
  fc.assert(
    fc.property(letters, pattern, (text, each) => {
      expect(stringMatches(text, each)).toBe(new RegExp(`^${each.replaceAll('*', '.*')}$`).test(text));
    }),
    { numRuns: 2_000 },
  );
});

test('a pattern of many stars takes one pass', () => {
  expect(stringMatches('a'.repeat(100_000), `${'*a'.repeat(1_000)}*b`)).toBe(false);
});
