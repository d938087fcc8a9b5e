/** Whether a text can be an address, in the words of SES's mail server. */
import { addressOf } from '../mail/address.ts';
import type { Dialect } from './dialect.ts';

/** @throws {ApiError} */
export function checkAddress(text: string, { invalid }: Dialect): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  if (/[\u0000-\u001f\u007f]/.test(text)) throw invalid('Local address contains control or whitespace');
  const address = addressOf(text);
  if (address === '') throw invalid('Empty address');
  const at = address.lastIndexOf('@');
  if (at < 0 || at === address.length - 1) throw invalid("Missing final '@domain'");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (local === '') throw invalid('Missing local name');
  if (/\s/.test(local) && !/^".*"$/.test(local)) throw invalid('Local address contains control or whitespace');
  if (/[<>(),;:\\"@[\]]/.test(local) && !/^".*"$/.test(local))
    throw invalid('Local address contains illegal character');
  if (/\s/.test(domain)) throw invalid('Domain contains control or whitespace');
  if (domain.startsWith('.')) throw invalid('Domain starts with dot');
  if (domain.includes('..')) throw invalid('Domain contains dot-dot');
  if (domain.endsWith('.')) throw invalid('Domain ends with dot');
  if (!isDomain(domain, 1)) throw invalid('Domain contains illegal character');
}

export function isDomain(text: string, leastLabels = 2): boolean {
  const labels = text.split('.');
  return (
    text.length <= 253 &&
    labels.length >= leastLabels &&
    labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  );
}
