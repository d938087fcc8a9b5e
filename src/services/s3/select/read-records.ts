/**
 * The records of an object: rows of CSV, values of JSON, lines of JSON. Bytes stream through; only the record under construction is held,
 * save for a JSON document, which is one value.
 */

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Json } from '../../../asl/json.ts';
import type { ByteStream } from '../../../gateway/operation.ts';
import { ApiError } from '../../../gateway/operation.ts';

export interface CsvInput {
  readonly FileHeaderInfo?: string;
  readonly Comments?: string;
  readonly QuoteEscapeCharacter?: string;
  readonly RecordDelimiter?: string;
  readonly FieldDelimiter?: string;
  readonly QuoteCharacter?: string;
}

export interface InputSerialization {
  readonly CSV?: CsvInput;
  readonly JSON?: { readonly Type?: string };
  readonly Parquet?: unknown;
  readonly CompressionType?: string;
}

export interface ScanRange {
  /** The first byte of the stream, and the last at which a record may begin. */
  readonly start: number;
  readonly end: number;
}

/** AWS's own limit. */
const MAX_RECORD_BYTES = 1_048_576;
const MAX_DOCUMENT_BYTES = 128 * 1_048_576;

export interface Counter {
  scanned: number;
}

export async function* readRecords(
  body: ByteStream,
  input: InputSerialization,
  range: ScanRange | undefined,
  counter: Counter,
): AsyncGenerator<Json> {
  const bytes = counted(decompressed(body, input.CompressionType), counter);
  if (input.CSV) yield* csvRecords(bytes, input.CSV, range);
  else if (input.JSON?.Type === 'LINES') yield* jsonLines(bytes, range);
  else yield* jsonDocument(bytes);
}

function decompressed(body: ByteStream, type = 'NONE'): ByteStream {
  if (type === 'NONE') return body;
  if (type === 'GZIP') return Readable.from(body).compose(createGunzip() as never) as unknown as ByteStream;
  throw new ApiError('NotImplemented', `Stepwell does not read objects compressed with ${type}`, { status: 501 });
}

async function* counted(body: ByteStream, counter: Counter): ByteStream {
  for await (const chunk of body) {
    counter.scanned += chunk.length;
    yield chunk;
  }
}

/** One character for a byte, so that offsets are those of the object; a record becomes text once it is whole. */
const textOf = (latin: string): string => Buffer.from(latin, 'latin1').toString('utf8');
const latinOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

async function* csvRecords(bytes: ByteStream, csv: CsvInput, range: ScanRange | undefined): AsyncGenerator<Json> {
  const reader = new CsvReader(csv);
  let names: readonly string[] | undefined;
  const header = csv.FileHeaderInfo ?? 'NONE';
  let isFirst = header !== 'NONE' && (range?.start ?? 0) === 0;
  for await (const fields of reader.rows(bytes, range)) {
    if (isFirst) {
      isFirst = false;
      if (header === 'USE') names = fields.map((name, index) => (index === 0 ? name.replace(/^\uFEFF/, '') : name));
      continue;
    }
    yield Object.fromEntries(fields.map((field, index) => [names?.[index] ?? `_${index + 1}`, field]));
  }
}

class CsvReader {
  readonly #record: string;
  readonly #field: string;
  readonly #quote: string;
  readonly #escape: string;
  readonly #comment: string | undefined;

  constructor(csv: CsvInput) {
    this.#record = latinOf(csv.RecordDelimiter ?? '\n');
    this.#field = latinOf(csv.FieldDelimiter ?? ',');
    this.#quote = latinOf(csv.QuoteCharacter ?? '"');
    this.#escape = latinOf(csv.QuoteEscapeCharacter ?? '"');
    this.#comment = csv.Comments === undefined ? undefined : latinOf(csv.Comments);
  }

  async *rows(bytes: ByteStream, range: ScanRange | undefined): AsyncGenerator<string[]> {
    for await (const { text } of splitRecords(bytes, range, (pending, from) => this.#endOfRecord(pending, from))) {
      const record = this.#record === '\n' && text.endsWith('\r') ? text.slice(0, -1) : text;
      if (record === '' || (this.#comment !== undefined && record.startsWith(this.#comment))) continue;
      yield this.#fields(record);
    }
  }

  /** Where the record ends and the next begins; a delimiter within quotes does not count. `state` goes on where the last look ended. */
  #endOfRecord(pending: string, state: SplitState): { readonly end: number; readonly next: number } | undefined {
    for (; state.at < pending.length; state.at++) {
      const char = pending[state.at] as string;
      if (this.#quote !== '' && char === this.#quote) state.isQuoted = !state.isQuoted;
      else if (!state.isQuoted && pending.startsWith(this.#record, state.at)) {
        return { end: state.at, next: state.at + this.#record.length };
      }
    }
    // A delimiter of several characters may stand across two chunks.
    state.at = Math.max(0, pending.length - this.#record.length + 1);
    return undefined;
  }

  #fields(record: string): string[] {
    if (this.#quote === '' || !record.includes(this.#quote)) return record.split(this.#field).map(textOf);
    const fields: string[] = [];
    let field = '';
    let isQuoted = false;
    for (let at = 0; at < record.length; at++) {
      const char = record[at] as string;
      if (isQuoted && char === this.#escape && record[at + 1] === this.#quote) {
        field += this.#quote;
        at++;
      } else if (char === this.#quote && (isQuoted || field === '')) isQuoted = !isQuoted;
      else if (!isQuoted && record.startsWith(this.#field, at)) {
        fields.push(textOf(field));
        field = '';
        at += this.#field.length - 1;
      } else field += char;
    }
    if (isQuoted) throw new ApiError('CSVUnescapedQuote', 'A quoting error occurred while the CSV file was parsed.');
    fields.push(textOf(field));
    return fields;
  }
}

interface SplitState {
  at: number;
  isQuoted: boolean;
}

/** Records with a scan range: those that begin within it, and all of them if there is none. */
async function* splitRecords(
  bytes: ByteStream,
  range: ScanRange | undefined,
  endOf: (pending: string, state: SplitState) => { readonly end: number; readonly next: number } | undefined,
): AsyncGenerator<{ readonly text: string }> {
  let pending = '';
  // The stream begins one byte before the range: what is left of a record that began earlier goes.
  let offset = range ? Math.max(0, range.start - 1) : 0;
  let skips = range !== undefined && range.start > 0;
  let state: SplitState = { at: 0, isQuoted: false };
  for await (const chunk of bytes) {
    pending += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    let start = 0;
    for (let found = endOf(pending, state); found; found = endOf(pending, state)) {
      if (range && offset + start > range.end) return;
      if (skips) skips = false;
      else yield { text: pending.slice(start, found.end) };
      start = found.next;
      state = { at: start, isQuoted: false };
    }
    offset += start;
    pending = pending.slice(start);
    state.at = Math.max(0, state.at - start);
    if (pending.length > MAX_RECORD_BYTES) {
      throw new ApiError(
        'OverMaxRecordSize',
        'The length of a record in the input or result is greater than the maxCharsPerRecord limit of 1 MB.',
      );
    }
  }
  if (pending !== '' && !skips && !(range && offset > range.end)) yield { text: pending };
}

async function* jsonLines(bytes: ByteStream, range: ScanRange | undefined): AsyncGenerator<Json> {
  const endOf = (pending: string, state: SplitState) => {
    const end = pending.indexOf('\n', state.at);
    state.at = pending.length;
    return end < 0 ? undefined : { end, next: end + 1 };
  };
  for await (const { text } of splitRecords(bytes, range, endOf)) if (text.trim() !== '') yield parsed(textOf(text));
}

async function* jsonDocument(bytes: ByteStream): AsyncGenerator<Json> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MAX_DOCUMENT_BYTES)
      throw new ApiError('OverMaxRecordSize', 'A JSON document of more than 128 MB cannot be queried.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    yield JSON.parse(text) as Json;
  } catch {
    // Values one after the other are a document, too, if each has its line.
    for (const line of text.split('\n')) if (line.trim() !== '') yield parsed(line);
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new ApiError(
      'JSONParsingError',
      `Encountered an error parsing the JSON file. Check the file and try again. ${(error as Error).message}`,
    );
  }
}
