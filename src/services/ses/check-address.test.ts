import { expect, test } from 'vitest';
import { checkAddress } from './check-address.ts';
import { version1 } from './dialect.ts';

test.each([
  'a@b',
  'a.b+c@d.example',
  'Name <a@b.example>',
  '"A, B" <a@b.example>',
  '"quoted name"@b.example',
  'ü@bücher.example',
])('%s is an address', (text) => {
  expect(() => checkAddress(text, version1)).not.toThrow();
});

test.each<[text: string, message: string]>([
  ['', 'Empty address'],
  ['Name <>', 'Empty address'],
  ['a', "Missing final '@domain'"],
  ['a@', "Missing final '@domain'"],
  ['@b', 'Missing local name'],
  ['a b@c', 'Local address contains control or whitespace'],
  ['a@b, c@d', 'Local address contains control or whitespace'],
  ['a@b\r\nBcc: c@d', 'Local address contains control or whitespace'],
  ['a@.b', 'Domain starts with dot'],
  ['a@b..c', 'Domain contains dot-dot'],
  ['a@b.', 'Domain ends with dot'],
  ['a@b_', 'Domain contains illegal character'],
  ['a@b c', 'Domain contains control or whitespace'],
])('%j: %s', (text, message) => {
  expect(() => checkAddress(text, version1)).toThrow(message);
});
