import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PasswordInput, randomPassword } from './random-password.ts';

const kinds: readonly [keyof PasswordInput, RegExp][] = [
  ['ExcludeLowercase', /[a-z]/],
  ['ExcludeUppercase', /[A-Z]/],
  ['ExcludeNumbers', /[0-9]/],
  ['ExcludePunctuation', /[!-/:-@[-`{-~]/],
];

test('a password has the length, one of each kind that is wanted, and none of what is not', () => {
  const arbitrary = fc.record({
    PasswordLength: fc.integer({ min: 5, max: 64 }),
    ExcludeLowercase: fc.boolean(),
    ExcludeUppercase: fc.boolean(),
    ExcludeNumbers: fc.boolean(),
    ExcludePunctuation: fc.boolean(),
    ExcludeCharacters: fc.constantFrom('', 'aeiou', '"@/\\'),
  });
  fc.assert(
    fc.property(arbitrary, (input) => {
      fc.pre(kinds.some(([name]) => !input[name as keyof typeof input]));
      const password = randomPassword(input);
      expect(password).toHaveLength(input.PasswordLength);
      for (const [name, pattern] of kinds) expect(pattern.test(password)).toBe(!input[name as keyof typeof input]);
      for (const character of input.ExcludeCharacters) expect(password).not.toContain(character);
    }),
  );
});

test('nothing to choose from, and too short for each kind', () => {
  const none = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true };
  expect(() => randomPassword(none)).toThrow('must not exclude all');
  expect(randomPassword({ ...none, IncludeSpace: true, PasswordLength: 3 })).toBe('   ');
  expect(() => randomPassword({ PasswordLength: 3 })).toThrow('greater or equal to the number of required types');
  expect(randomPassword({ PasswordLength: 3, RequireEachIncludedType: false })).toHaveLength(3);
});
