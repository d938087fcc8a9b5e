/**
 * Whether every row of the input is in the merged file or among the errors, once, and in the input's order. Reads all three side by side:
 * a row must be the next of one of them.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { csvRecords, parseRecord, SALES_COLUMNS } from '../node_modules/.batch/functions.mjs';

/** Counts, and a digest of both files, by which contenders are compared. @throws when a row is missing, doubled or out of order. */
export async function check(input, folder) {
  const merged = await Reader.open(join(folder, 'merged.csv'));
  const errors = await Reader.open(join(folder, 'errors.csv'));
  let rows = -1;
  for await (const record of records(input)) {
    rows += 1;
    if (rows === 0) continue;
    const row = rowKey(parseRecord(record, ','));
    if (row === merged.next) await merged.advance();
    else if (row === errors.next) await errors.advance();
    else throw new Error(`row ${rows} is neither the next merged row nor the next error: ${record}`);
  }
  for (const [name, { next }] of Object.entries({ merged, errors })) {
    if (next !== undefined) throw new Error(`${name}.csv has more rows than the input: ${next}`);
  }
  if (merged.rows + errors.rows !== rows) throw new Error(`${merged.rows} + ${errors.rows} rows of ${rows}`);
  return { rows, valid: merged.rows, bad: errors.rows, digest: `${merged.digest}-${errors.digest}` };
}

const records = (file) => csvRecords(createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 }), ',');

/** The columns of the input, of which a row may lack the last. */
const rowKey = (fields) => JSON.stringify(SALES_COLUMNS.map((_, at) => fields[at] ?? ''));

class Reader {
  rows = 0;
  /** The row that comes next; `undefined` at the end. */
  next;
  #records;
  #hash = createHash('sha256');

  static async open(file) {
    const reader = new Reader();
    reader.#records = records(file)[Symbol.asyncIterator]();
    await reader.#records.next();
    await reader.#read();
    return reader;
  }

  get digest() {
    return this.#hash.digest('hex').slice(0, 12);
  }

  async advance() {
    this.rows += 1;
    await this.#read();
  }

  async #read() {
    const { value } = await this.#records.next();
    if (value !== undefined) this.#hash.update(`${value}\n`);
    this.next = value === undefined ? undefined : rowKey(parseRecord(value, ','));
  }
}
