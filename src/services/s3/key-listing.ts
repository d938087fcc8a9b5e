/**
 * Listing keys as S3 does: in the order of their UTF-8 bytes, rolled up at a delimiter, a page at a time.
 * A rolled-up folder is left as soon as it is known: a bucket of a million keys in three folders is listed in a handful of reads.
 */

export interface Row<T> {
  readonly key: string;
  readonly value: T;
}

export interface ListingRequest<T> {
  /** Rows strictly after `after`, in order, at most `limit`. */
  read(after: string, limit: number): readonly Row<T>[];
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** Empty to begin. */
  readonly after: string;
  readonly limit: number;
  /** What is rolled up, where it is not the row's key itself. */
  nameOf?(row: Row<T>): string;
}

export interface Listing<T> {
  readonly rows: readonly Row<T>[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** Where the next page goes on: a key, or what `beyond` makes of a common prefix. */
  readonly next: string;
  /** The last key or common prefix of this page, as clients see it. */
  readonly last: string;
}

/** No key that begins with a prefix sorts after this; none that does not, and sorts after the prefix, sorts before. */
const LAST_CHARACTER = '\u{10FFFF}';
const MAX_BATCH = 1000;
/** Where keys may be rolled up, most of a batch is likely to be in one folder: begin small, grow while it is not. */
const FIRST_BATCH = 32;

export const beyond = (prefix: string): string => prefix + LAST_CHARACTER;

/** The folder of `key` below `prefix`, or `undefined` if it is listed itself. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

export function listKeys<T>(request: ListingRequest<T>): Listing<T> {
  const { prefix, delimiter, after, limit, nameOf = ({ key }) => key } = request;
  const rows: Row<T>[] = [];
  const commonPrefixes: string[] = [];
  let cursor = after;
  let last = '';
  if (limit === 0) return { rows, commonPrefixes, isTruncated: false, next: after, last };
  for (let most = delimiter ? FIRST_BATCH : MAX_BATCH; ; ) {
    const batchSize = Math.min(most, limit + 1 - rows.length - commonPrefixes.length);
    const batch = request.read(cursor, batchSize);
    for (const row of batch) {
      const folder = commonPrefixOf(nameOf(row), prefix, delimiter);
      if (folder !== undefined && folder === commonPrefixes.at(-1)) continue;
      if (rows.length + commonPrefixes.length === limit) {
        return { rows, commonPrefixes, isTruncated: true, next: cursor, last };
      }
      if (folder === undefined) {
        rows.push(row);
        cursor = last = row.key;
      } else {
        commonPrefixes.push(folder);
        last = folder;
        cursor = beyond(folder);
      }
    }
    if (batch.length < batchSize) return { rows, commonPrefixes, isTruncated: false, next: cursor, last };
    most = last === commonPrefixes.at(-1) ? FIRST_BATCH : Math.min(MAX_BATCH, most * 4);
  }
}
