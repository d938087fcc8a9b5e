/**
 * CSV (RFC 4180) by records: the text of a row, without its line end. A quoted field may hold delimiters, line breaks and doubled quotes.
 * Both kinds of line ends are taken, a byte-order mark and empty lines are left out.
 *
 * 1. Memory holds one chunk and one record: files may be of any size. 2. A quote that is never closed, and a character after a closing one,
 * are errors: rows must not be taken apart silently. 3. The same rules as the CSV reader of a Distributed Map, so that both forms of the
 * batch see the same rows.
 */
export type Row = Readonly<Record<string, string>>;

export class MalformedCsv extends Error {
  override readonly name = 'MalformedCsv';
}

/** Records of a text that comes in chunks. */
export async function* csvRecords(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<string> {
  let text = '';
  let isFirst = true;
  for await (const chunk of chunks) {
    text += isFirst ? withoutMark(chunk) : chunk;
    isFirst = false;
    let at = 0;
    for (let end = endOfRecord(text, at, delimiter); end >= 0; end = endOfRecord(text, at, delimiter)) {
      const record = recordAt(text, at, end);
      if (record !== '') yield record;
      at = end + 1;
    }
    text = text.slice(at);
  }
  const last = recordAt(text, 0, text.length);
  if (last === '') return;
  if (opensQuote(last, delimiter)) throw new MalformedCsv(`A quote is never closed: ${clip(last)}`);
  yield last;
}

/** Records of a whole text. */
export function splitRecords(text: string, delimiter: string): string[] {
  const records: string[] = [];
  const whole = withoutMark(text);
  let at = 0;
  while (at < whole.length) {
    const end = endOfRecord(whole, at, delimiter);
    const record = recordAt(whole, at, end < 0 ? whole.length : end);
    if (end < 0 && opensQuote(record, delimiter)) throw new MalformedCsv(`A quote is never closed: ${clip(record)}`);
    if (record !== '') records.push(record);
    if (end < 0) break;
    at = end + 1;
  }
  return records;
}

/** The fields of one record. */
export function parseRecord(record: string, delimiter: string): string[] {
  if (!record.includes('"')) return record.split(delimiter);
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const isQuoted = record[at] === '"';
    const end = isQuoted ? endOfQuoted(record, at) + 1 : nextDelimiter(record, at, delimiter);
    if (end === 0) throw new MalformedCsv(`A quote is never closed: ${clip(record)}`);
    fields.push(isQuoted ? record.slice(at + 1, end - 1).replaceAll('""', '"') : record.slice(at, end));
    if (end >= record.length) return fields;
    if (record[end] !== delimiter)
      throw new MalformedCsv(`A delimiter was expected after a closing quote: ${clip(record)}`);
    at = end + 1;
  }
}

/** A row by its columns' names. Missing fields are empty, fields beyond the columns are left out. */
export function rowOf(columns: readonly string[], fields: readonly string[]): Row {
  const row: Record<string, string> = {};
  for (let at = 0; at < columns.length; at++) row[columns[at]!] = fields[at] ?? '';
  return row;
}

/** A text with a header row, as rows. An empty text has none. */
export function readRows(text: string, delimiter: string): Row[] {
  const [header, ...records] = splitRecords(text, delimiter);
  if (header === undefined) return [];
  const columns = parseRecord(header, delimiter);
  return records.map((record) => rowOf(columns, parseRecord(record, delimiter)));
}

/** One record, with quotes where they are needed, without a line end. */
export function formatRecord(fields: readonly string[], delimiter: string): string {
  let record = '';
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]!;
    const isPlain =
      !field.includes(delimiter) && !field.includes('"') && !field.includes('\n') && !field.includes('\r');
    record += `${at === 0 ? '' : delimiter}${isPlain ? field : `"${field.replaceAll('"', '""')}"`}`;
  }
  return record;
}

/** Rows as lines, without a header. */
export function formatRows(columns: readonly string[], rows: Iterable<Row>, delimiter: string): string {
  let text = '';
  for (const row of rows) {
    text += `${formatRecord(
      columns.map((column) => row[column] ?? ''),
      delimiter,
    )}\n`;
  }
  return text;
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function recordAt(text: string, start: number, end: number): string {
  return text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
}

/** Place of the line feed that ends the record; -1 when it has not come. */
function endOfRecord(text: string, start: number, delimiter: string): number {
  const newline = text.indexOf('\n', start);
  const quote = text.indexOf('"', start);
  if (newline < 0 || quote < 0 || quote > newline) return newline;
  for (let at = start; ; ) {
    if (text[at] === '"') {
      const close = endOfQuoted(text, at);
      if (close < 0) return -1;
      at = close + 1;
    }
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
    if (at >= text.length) return -1;
    if (text[at] === '\n') return at;
    at += 1;
  }
}

/** Place of the closing quote of the field whose opening quote is at `start`; -1 without one. */
function endOfQuoted(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function nextDelimiter(record: string, start: number, delimiter: string): number {
  const at = record.indexOf(delimiter, start);
  return at < 0 ? record.length : at;
}

/** Whether the text ends within quotes. */
function opensQuote(text: string, delimiter: string): boolean {
  return text.includes('"') && endOfRecord(`${text}\n`, 0, delimiter) < 0;
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
