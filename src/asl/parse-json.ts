/**
 * Parses JSON text strictly, with the sentences of the JSON library that AWS uses, which its messages quote.
 *
 * 1. It never throws and never recurses deeper than `deepestJson`.
 * 2. A repeated member of an object is an error unless the caller says otherwise: taking one of the two would drop what the author wrote.
 * 3. Positions are recorded only on request: a valid definition needs none.
 */
import { type ExactNumber, numberOf } from './exact-number.ts';
import type { Json, JsonObject } from './json.ts';
import { setMember } from './set-member.ts';

export interface JsonFault {
  /** The sentence alone, without the location. */
  readonly message: string;
  /** `[Source: (String)"…"; line: 1, column: 4]`. */
  readonly location: string;
  readonly line: number;
  readonly column: number;
}

export type ParsedJson =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly fault: JsonFault };

/** For each object and array, the offset at which each member starts. */
export type JsonOffsets = WeakMap<object, Map<string | number, number>>;

export const deepestJson = 1_000;

const anyValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids control characters in strings, and they must be named here.
const plainText = /[^"\\\u0000-\u001f]*/y;
const numberText = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const wordText = /[\p{ID_Continue}$]+/uy;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

export interface JsonReading {
  /** Filled with the place of each member. */
  readonly offsets?: JsonOffsets;
  /** Take the last of several members of one name, as `JSON.parse` does. */
  readonly takesRepeatedMembers?: boolean;
  /** Give numbers that JavaScript would write otherwise as an `ExactNumber`. */
  readonly keepsNumbers?: boolean;
}

interface Reader extends JsonReading {
  readonly text: string;
  at: number;
  depth: number;
}

class JsonProblem extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function parseJson(text: string, reading: JsonReading = {}): ParsedJson {
  const reader: Reader = { ...reading, text, at: 0, depth: 0 };
  try {
    if (text.charCodeAt(0) === 0xfeff) reader.at = 1;
    const value = readValue(reader);
    skipSpace(reader);
    if (reader.at < text.length) readUnexpected(reader, 'expected a single JSON value');
    return { ok: true, value };
  } catch (problem) {
    if (!(problem instanceof JsonProblem)) throw problem;
    return { ok: false, fault: faultAt(text, problem.message, problem.at) };
  }
}

/** The 1-based line and column of an offset. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
    line++;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

function faultAt(text: string, message: string, offset: number): JsonFault {
  const { line, column } = lineAndColumn(text, offset);
  return { message, location: sourceLocation(text, line, column), line, column };
}

function sourceLocation(text: string, line: number, column: number): string {
  const shown = text.slice(0, 500);
  const cut = text.length > 500 ? `[truncated ${text.length - 500} chars]` : '';
  return `[Source: (String)"${shown}"${cut}; line: ${line}, column: ${column}]`;
}

function readValue(reader: Reader): Json {
  skipSpace(reader);
  const char = reader.text[reader.at];
  switch (char) {
    case undefined:
      throw new JsonProblem('Unexpected end-of-input', reader.at);
    case '{':
      return nested(reader, readObject);
    case '[':
      return nested(reader, readArray);
    case '"':
      return readString(reader);
    default:
      return char === '-' || (char >= '0' && char <= '9') ? readNumber(reader) : readWord(reader);
  }
}

function nested<T>(reader: Reader, read: (reader: Reader) => T): T {
  if (++reader.depth > deepestJson) {
    throw new JsonProblem(
      `Document nesting depth (${reader.depth}) exceeds the maximum allowed (${deepestJson})`,
      reader.at + 1,
    );
  }
  const value = read(reader);
  reader.depth--;
  return value;
}

function readObject(reader: Reader): JsonObject {
  const start = reader.at++;
  const members: Record<string, Json> = {};
  const offsets = reader.offsets && new Map<string | number, number>();
  skipSpace(reader);
  for (let isFirst = true; reader.text[reader.at] !== '}'; isFirst = false) {
    if (!isFirst) readComma(reader, start, 'Object');
    if (reader.text[reader.at] !== '"') {
      closeMarker(reader, start, 'Object');
      readUnexpected(reader, 'was expecting double-quote to start field name');
    }
    const keyStart = reader.at;
    const key = readString(reader);
    if (!reader.takesRepeatedMembers && Object.hasOwn(members, key))
      throw new JsonProblem(`Duplicate field '${key}'`, reader.at + 1);
    skipSpace(reader);
    if (reader.text[reader.at] !== ':') {
      closeMarker(reader, start, 'Object');
      readUnexpected(reader, 'was expecting a colon to separate field name and value');
    }
    reader.at++;
    offsets?.set(key, keyStart);
    setMember(members, key, readValue(reader));
    skipSpace(reader);
  }
  reader.at++;
  if (offsets) reader.offsets?.set(members, offsets);
  return members;
}

function readArray(reader: Reader): Json[] {
  const start = reader.at++;
  const items: Json[] = [];
  const offsets = reader.offsets && new Map<string | number, number>();
  skipSpace(reader);
  while (reader.text[reader.at] !== ']') {
    if (items.length > 0) readComma(reader, start, 'Array');
    else closeMarker(reader, start, 'Array');
    offsets?.set(items.length, reader.at);
    items.push(readValue(reader));
    skipSpace(reader);
  }
  reader.at++;
  if (offsets) reader.offsets?.set(items, offsets);
  return items;
}

function readComma(reader: Reader, start: number, kind: 'Object' | 'Array'): void {
  closeMarker(reader, start, kind);
  if (reader.text[reader.at] !== ',') readUnexpected(reader, `was expecting comma to separate ${kind} entries`);
  reader.at++;
  skipSpace(reader);
}

function closeMarker(reader: Reader, start: number, kind: 'Object' | 'Array'): void {
  if (reader.at < reader.text.length) return;
  const { line, column } = lineAndColumn(reader.text, start);
  const marker = sourceLocation(reader.text, line, column);
  throw new JsonProblem(
    `Unexpected end-of-input: expected close marker for ${kind} (start marker at ${marker})`,
    reader.at,
  );
}

function readUnexpected(reader: Reader, expectation: string): never {
  const code = reader.text.codePointAt(reader.at) ?? 0;
  const char = code < 32 ? `(CTRL-CHAR, code ${code})` : `'${String.fromCodePoint(code)}' (code ${code})`;
  throw new JsonProblem(`Unexpected character (${char}): ${expectation}`, reader.at + 1);
}

function readWord(reader: Reader): Json {
  wordText.lastIndex = reader.at;
  const word = wordText.exec(reader.text)?.[0];
  if (word === undefined) readUnexpected(reader, `expected a valid value ${anyValue}`);
  reader.at += word.length;
  switch (word) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default:
      throw new JsonProblem(`Unrecognized token '${word}': was expecting ${anyValue}`, reader.at);
  }
}

function readNumber(reader: Reader): number | ExactNumber {
  numberText.lastIndex = reader.at;
  const text = numberText.exec(reader.text)?.[0];
  if (text === undefined) {
    reader.at++;
    return readUnexpected(reader, 'Expected digit (0-9) to follow minus sign, for valid numeric value');
  }
  if (/^-?0\d/.test(text)) throw new JsonProblem('Invalid numeric value: Leading zeroes not allowed', reader.at + 2);
  reader.at += text.length;
  wordText.lastIndex = reader.at;
  if (reader.text[reader.at] === '.' || wordText.test(reader.text)) {
    readUnexpected(reader, 'Expected space separating root-level values');
  }
  return reader.keepsNumbers ? numberOf(text) : Number(text);
}

function readString(reader: Reader): string {
  reader.at++;
  let value = '';
  for (;;) {
    plainText.lastIndex = reader.at;
    const plain = plainText.exec(reader.text)?.[0] ?? '';
    value += plain;
    reader.at += plain.length;
    const char = reader.text[reader.at];
    if (char === '"') {
      reader.at++;
      return value;
    }
    if (char === undefined) {
      throw new JsonProblem('Unexpected end-of-input: was expecting closing quote for a string value', reader.at);
    }
    value += char === '\\' ? readEscape(reader) : readControl(reader, char);
  }
}

function readControl(reader: Reader, char: string): never {
  throw new JsonProblem(
    `Illegal unquoted character ((CTRL-CHAR, code ${char.charCodeAt(0)})): has to be escaped using backslash to be included in string value`,
    reader.at + 1,
  );
}

function readEscape(reader: Reader): string {
  const char = reader.text[reader.at + 1];
  if (char === undefined) throw new JsonProblem('Unexpected end-of-input in character escape sequence', reader.at + 1);
  if (char === 'u') {
    const digits = reader.text.slice(reader.at + 2, reader.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      throw new JsonProblem('Unexpected character: expected a hex-digit for character escape sequence', reader.at + 2);
    }
    reader.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const value = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
  if (value === undefined) {
    throw new JsonProblem(`Unrecognized character escape '${char}' (code ${char.charCodeAt(0)})`, reader.at + 2);
  }
  reader.at += 2;
  return value;
}

function skipSpace(reader: Reader): void {
  for (;;) {
    const code = reader.text.charCodeAt(reader.at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
    reader.at++;
  }
}
