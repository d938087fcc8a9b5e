/**
 * The three ways in which AWS writes a time: seconds since the epoch, ISO 8601 and RFC 822 (the HTTP date).
 *
 * Operations see a `Date`. They may answer with a `Date`, with seconds since the epoch, or with an ISO 8601 text.
 */
import type { TimestampFormat } from './service-model.ts';

const ISO_8601 = /^[+-]?\d{4,6}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d{2}:?\d{2})?)?$/;
const HTTP_DATE =
  /^(?:[A-Za-z]{3,9}, )?\d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4} \d{2}:\d{2}:\d{2}(?:\.\d+)? (?:GMT|UTC|[+-]\d{4})$/;
const SECONDS = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Any of the three formats; `undefined` if it is none of them. */
export function parseTimestamp(value: string | number): Date | undefined {
  if (typeof value === 'number') return validDate(value * 1000);
  const text = value.trim();
  if (SECONDS.test(text)) return validDate(Number(text) * 1000);
  if (ISO_8601.test(text)) return validDate(Date.parse(withZone(text.replace(',', '.'))));
  if (HTTP_DATE.test(text)) return validDate(Date.parse(text));
  return undefined;
}

/** Without a zone AWS means UTC, where JavaScript means the machine's own. */
function withZone(text: string): string {
  return text.length > 10 && !/(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text;
}

function validDate(ms: number): Date | undefined {
  const date = new Date(Math.round(ms));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** What an operation answered, as a `Date`. */
export function toDate(value: unknown): Date {
  if (value instanceof Date) return value;
  if (typeof value === 'number' || typeof value === 'string') {
    const date = parseTimestamp(value);
    if (date) return date;
  }
  throw new TypeError(`Expected a timestamp (Date, epoch seconds or ISO 8601), got ${JSON.stringify(value)}`);
}

/** As the wire has it: a number only for `unixTimestamp`. */
export function formatTimestamp(value: unknown, format: TimestampFormat): string | number {
  if (format === 'unixTimestamp' && typeof value === 'number') return value;
  const date = toDate(value);
  switch (format) {
    case 'unixTimestamp':
      return date.getTime() / 1000;
    case 'iso8601':
      return date.toISOString();
    case 'rfc822':
      return date.toUTCString();
  }
}
