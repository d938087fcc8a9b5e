/** Passwords as GetRandomPassword and templates make them. */
import { randomInt } from 'node:crypto';
import { invalidParameter, invalidRequest } from './secret-errors.ts';

export interface PasswordInput {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeLowercase?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** @throws {ApiError} */
export function randomPassword(input: PasswordInput): string {
  const { PasswordLength: length = 32, RequireEachIncludedType: needsEach = true, ExcludeCharacters = '' } = input;
  const excluded = new Set(ExcludeCharacters);
  const kinds = [
    input.ExcludeLowercase ? '' : LOWER,
    input.ExcludeUppercase ? '' : UPPER,
    input.ExcludeNumbers ? '' : DIGITS,
    input.ExcludePunctuation ? '' : PUNCTUATION,
    input.IncludeSpace ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !excluded.has(character)))
    .filter((kind) => kind.length > 0);
  const all = kinds.flat();
  if (all.length === 0) {
    throw invalidRequest('You must not exclude all of the characters that a password could be made of.');
  }
  if (needsEach && length < kinds.length) {
    throw invalidParameter('Password length must be greater or equal to the number of required types.');
  }
  const characters = needsEach ? kinds.map(pick) : [];
  while (characters.length < length) characters.push(pick(all));
  return shuffled(characters).join('');
}

const pick = (characters: readonly string[]): string => characters[randomInt(characters.length)]!;

function shuffled(characters: readonly string[]): readonly string[] {
  const result = [...characters];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
