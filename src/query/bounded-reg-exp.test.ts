import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoundedRegExp, guardMatches, type MatchGuard, MatchTooLong } from './bounded-reg-exp.ts';
import { evaluateExpression } from './jsonata-expression.ts';
import { evaluatePath, selectPath } from './path.ts';
import type { Scope } from './scope.ts';

const never: MatchGuard = () => {
  throw new MatchTooLong();
};
const unbounded: MatchGuard = (match) => match();
const guard = vi.fn<(match: () => unknown) => unknown>();
beforeEach(() => {
  guard.mockReset().mockImplementation(unbounded);
  guardMatches(guard as MatchGuard);
});
afterEach(() => guardMatches(unbounded));

test.each<[pattern: RegExp, length: number, isGuarded: boolean]>([
  [/^(a+)+$/, 40, true],
  [/^(?:a|aa)+$/i, 80, true],
  [/^((a)|b)*$/, 30, true],
  [/^(\w+\s?)*$/u, 40, true],
  [/^([^x]{1,9}y){3,}$/, 40, true],
  [/(a*?b)*?c/, 40, true],
  [/.*.*=.*/s, 2_000, true],
  [/a+b/, 100_000, true],
  [/^(a+)+$/, 10, false],
  [/^[a-z]+@[a-z]+\.[a-z]+$/, 25, false],
  [/^(abc)+$/, 500, false],
  [/a+b/, 500, false],
  [/[*+(]{1}/, 900, false],
  [/\(\*\+\)/, 4_000_000, false],
  [/^\d{4}-\d\d/, 900, false],
])('%s over %i characters: guarded %s', (pattern, length, isGuarded) => {
  const bounded = new BoundedRegExp(pattern);
  expect([bounded.source, bounded.flags]).toEqual([pattern.source, pattern.flags]);
  const text = '='.repeat(length);
  expect(bounded.exec(text)).toEqual(pattern.exec(text));
  expect(guard).toHaveBeenCalledTimes(isGuarded ? 1 : 0);
});

const text = `${'a'.repeat(60)}b`;
const scope: Scope = { input: { texts: [text] }, context: {}, variables: {}, nowMs: 0, random: () => 0 };

test.each([
  `$match($states.input.texts[0], /(a+)+$/)`,
  `$contains($states.input.texts[0], /(a+)+$/)`,
  `$replace($states.input.texts[0], /(a+)+$/, 'x')`,
  `$split($states.input.texts[0], /(a+)+$/)`,
  `$map($states.input.texts, function($t) { $match($t, /(a+)+$/) })`,
])('%s ends as an expression that takes too long', async (expression) => {
  guard.mockImplementation(never);
  expect(await evaluateExpression(expression, scope)).toEqual({
    type: 'Problem',
    message: 'Expression evaluation timeout: Check for infinite loop',
  });
});

test('a path whose filter takes too long finds nothing, rather than an empty list', () => {
  const path = '$.texts[?(@ =~ /(a+)+/)]';
  guard.mockImplementation(never);
  expect(evaluatePath(path, scope)).toMatchObject({ ok: false, error: { error: 'States.Runtime' } });
  expect(selectPath(path, scope)).toBeUndefined();
});
