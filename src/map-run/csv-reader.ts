/**
 * CSV as a stream of rows, by AWS's rules: fields in quotes may hold delimiters and line breaks; a quote is kept by doubling it, in quotes or
 * out of them; a backslash keeps a backslash, a quote or the delimiter that follows it, and is dropped before anything else. A byte-order
 * mark was left out before; both kinds of line ends are taken; empty lines are left out.
 *
 * 1. Memory holds one chunk and one row. 2. A quote that is never closed, and a character after a closing one, fail the run: rows must not
 * be taken apart silently. 3. A row is no longer than AWS reads.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html
 */

import type { JsonObject } from '../asl/json.ts';
import { setMember } from '../asl/set-member.ts';
import { itemReaderFailed } from './map-run-failure.ts';

export type CsvDelimiter = 'COMMA' | 'PIPE' | 'SEMICOLON' | 'SPACE' | 'TAB';

const DELIMITERS: Readonly<Record<CsvDelimiter, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};
/** AWS reads items of up to 8 MB, and headers of up to 10 KiB. */
const MAX_ROW_LENGTH = 8 * 1_048_576;
const MAX_HEADER_LENGTH = 10 * 1_024;

export interface CsvFormat {
  readonly delimiter: CsvDelimiter;
  /** Absent when the first row holds them. */
  readonly headers?: readonly string[];
}

/** Rows as objects, as many at a time as came together. Missing fields are empty; fields beyond the headers are left out. */
export async function* csvItems(text: AsyncIterable<string>, format: CsvFormat): AsyncGenerator<readonly JsonObject[]> {
  let headers = format.headers;
  for await (const rows of csvRows(text, DELIMITERS[format.delimiter])) {
    let from = 0;
    if (!headers) {
      headers = checkHeaders(rows[0]!);
      from = 1;
    }
    const items: JsonObject[] = [];
    for (let at = from; at < rows.length; at++) items.push(itemOf(headers, rows[at]!));
    if (items.length > 0) yield items;
  }
}

function checkHeaders(headers: readonly string[]): readonly string[] {
  let length = 0;
  for (const header of headers) length += header.length + 1;
  if (length > MAX_HEADER_LENGTH) throw itemReaderFailed('The CSV headers exceed the limit of 10 KiB.');
  return headers;
}

function itemOf(headers: readonly string[], row: readonly string[]): JsonObject {
  const item: Record<string, string> = {};
  for (let at = 0; at < headers.length; at++) setMember(item, headers[at]!, row[at] ?? '');
  return item;
}

/** Never yields an empty list. */
export async function* csvRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly string[][]> {
  let buffer = '';
  let number = 0;
  for await (const chunk of text) {
    buffer += chunk;
    const { rows, rest } = takeRows(buffer, delimiter, number, false);
    buffer = rest;
    number += rows.length;
    if (buffer.length > MAX_ROW_LENGTH) throw tooLong(number + 1);
    if (rows.length > 0) yield rows;
  }
  const { rows } = takeRows(buffer, delimiter, number, true);
  if (rows.length > 0) yield rows;
}

interface Taken {
  readonly rows: string[][];
  /** What belongs to a row that has not ended. */
  readonly rest: string;
}

function takeRows(text: string, delimiter: string, before: number, isEnd: boolean): Taken {
  const rows: string[][] = [];
  let at = 0;
  // The next quote and the next backslash, looked for only once they have been passed.
  let quote = placeOf(text, '"', 0);
  let backslash = placeOf(text, '\\', 0);
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    if (newline < 0 && !isEnd) break;
    const end = newline < 0 ? text.length : newline;
    if (end - at > MAX_ROW_LENGTH) throw tooLong(before + rows.length + 1);
    if (quote < at) quote = placeOf(text, '"', at);
    if (backslash < at) backslash = placeOf(text, '\\', at);
    if (quote >= end && backslash >= end) {
      const line = text.slice(at, text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end);
      if (line !== '') rows.push(line.split(delimiter));
      at = end + 1;
      continue;
    }
    const row = escapedRow(text, at, delimiter, isEnd, before + rows.length + 1);
    if (!row) break;
    if (row.end - at > MAX_ROW_LENGTH) throw tooLong(before + rows.length + 1);
    rows.push(row.fields);
    at = row.end;
  }
  return { rows, rest: text.slice(at) };
}

function tooLong(number: number): Error {
  return itemReaderFailed(`Row ${number} of the CSV file exceeds the limit of 8 MB, or a quote in it is never closed.`);
}

/** Behind the text's end when it is not there. */
function placeOf(text: string, char: string, from: number): number {
  const place = text.indexOf(char, from);
  return place < 0 ? text.length : place;
}

const CARRIAGE_RETURN = 13;

/** A row with quotes or backslashes; `undefined` when its end has not come yet. */
function escapedRow(
  text: string,
  start: number,
  delimiter: string,
  isEnd: boolean,
  number: number,
): { readonly fields: string[]; readonly end: number } | undefined {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    const isQuoted = text[at] === '"';
    const field = isQuoted ? quotedField(text, at, delimiter, isEnd, number) : plainField(text, at, delimiter, isEnd);
    if (!field) return undefined;
    fields.push(field.value);
    at = field.end;
    const next = text[at];
    if (next === delimiter) {
      at += 1;
      continue;
    }
    if (next === '\r' && text[at + 1] === '\n') return { fields, end: at + 2 };
    if (next === '\n') return { fields, end: at + 1 };
    if (next === undefined || (next === '\r' && at + 1 === text.length)) {
      return isEnd ? { fields, end: text.length } : undefined;
    }
    throw itemReaderFailed(
      `Row ${number} of the CSV file has a character after a closing quote: a delimiter was expected.`,
    );
  }
}

interface Field {
  readonly value: string;
  /** Place of what follows the field. */
  readonly end: number;
}

function plainField(text: string, start: number, delimiter: string, isEnd: boolean): Field | undefined {
  let value = '';
  let from = start;
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (char === delimiter || char === '\n') break;
    if (char === '\r' && (text[at + 1] === '\n' || at + 1 === text.length)) break;
    if (char !== '"' && char !== '\\') continue;
    // What it means depends on what follows, which may be in the next chunk.
    if (at + 1 === text.length && !isEnd) return undefined;
    const next = text[at + 1];
    if (char === '"' && next !== '"') continue;
    value += text.slice(from, at);
    from = at + 1;
    if (char === '"' || isEscapable(next, delimiter)) at += 1;
  }
  return { value: value + text.slice(from, at), end: at };
}

function isEscapable(char: string | undefined, delimiter: string): boolean {
  return char === '\\' || char === '"' || char === delimiter;
}

function quotedField(
  text: string,
  start: number,
  delimiter: string,
  isEnd: boolean,
  number: number,
): Field | undefined {
  let value = '';
  let from = start + 1;
  const special = /["\\]/g;
  special.lastIndex = from;
  for (let found = special.exec(text); found; found = special.exec(text)) {
    const at = found.index;
    if (at + 1 === text.length && !isEnd) return undefined;
    const next = text[at + 1];
    value += text.slice(from, at);
    const isQuote = text[at] === '"';
    if (isQuote && next !== '"') return { value, end: at + 1 };
    from = at + 1;
    if (isQuote || isEscapable(next, delimiter)) special.lastIndex = at + 2;
  }
  if (isEnd) throw itemReaderFailed(`Row ${number} of the CSV file has a quote that is never closed.`);
  return undefined;
}
