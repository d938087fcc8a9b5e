/**
 * Keys of records that hold several of one object key (its versions, its uploads): the object's key, a separator, what tells them apart.
 *
 * K1 Records sort as their object keys do, byte by byte, and then by what follows. K2 The records of one key are a prefix of their own,
 * whatever characters keys consist of: the separator and below are escaped in them.
 */

const SEPARATOR = '\u0001';
const ESCAPE = '\u0002';

/** Keeps the order of keys; the beginning of a key becomes the beginning of its record's key. */
export function encodeKey(key: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that it is about.
  return key.replace(/[\u0000-\u0002]/g, (character) => ESCAPE + String.fromCharCode(character.charCodeAt(0) + 1));
}

export function decodeKey(encoded: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that it is about.
  return encoded.replace(/\u0002([\u0001-\u0003])/g, (_pair, character: string) =>
    String.fromCharCode(character.charCodeAt(0) - 1),
  );
}

/** What the records of exactly this key begin with. */
export const recordsOf = (key: string): string => encodeKey(key) + SEPARATOR;
