/** A result's record as CSV or JSON. */
import type { Json, JsonObject } from '../../../asl/json.ts';
import { toText } from './sql-value.ts';

export interface OutputSerialization {
  readonly CSV?: {
    readonly QuoteFields?: string;
    readonly QuoteEscapeCharacter?: string;
    readonly RecordDelimiter?: string;
    readonly FieldDelimiter?: string;
    readonly QuoteCharacter?: string;
  };
  readonly JSON?: { readonly RecordDelimiter?: string };
}

export function recordWriter({ CSV, JSON: json }: OutputSerialization): (record: JsonObject) => string {
  if (!CSV) return (record) => JSON.stringify(record) + (json?.RecordDelimiter ?? '\n');
  const { QuoteFields = 'ASNEEDED', QuoteCharacter: quote = '"', QuoteEscapeCharacter: escapeSign = quote } = CSV;
  const { FieldDelimiter: field = ',', RecordDelimiter: end = '\n' } = CSV;
  const needed = (text: string): boolean =>
    QuoteFields === 'ALWAYS' || [field, end, quote, '\r', '\n'].some((sign) => sign !== '' && text.includes(sign));
  const write = (value: Json): string => {
    const text = toText(value);
    return quote !== '' && needed(text) ? quote + text.replaceAll(quote, escapeSign + quote) + quote : text;
  };
  return (record) => Object.values(record).map(write).join(field) + end;
}
