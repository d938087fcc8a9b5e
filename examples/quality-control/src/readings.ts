/** A stream of readings as CSV: a header, then `timestamp,celsius` lines. A line that cannot be read is kept, as a fault. */

export interface Reading {
  readonly timeMs: number;
  readonly value: number;
}

export interface Stream {
  /** In the order of the file. */
  readonly readings: readonly Reading[];
  /** Lines without a time and a number, by line number from 1. */
  readonly faults: readonly { readonly line: number; readonly text: string }[];
}

export const HEADER = 'timestamp,celsius';

export function parseStream(csv: string): Stream {
  const readings: Reading[] = [];
  const faults: { line: number; text: string }[] = [];
  for (const [index, text] of csv.split(/\r?\n/).entries()) {
    if (text.trim() === '' || (index === 0 && text.trim() === HEADER)) continue;
    const reading = parseReading(text);
    if (reading) readings.push(reading);
    else faults.push({ line: index + 1, text: text.slice(0, 80) });
  }
  return { readings, faults };
}

function parseReading(text: string): Reading | undefined {
  const [time = '', value = '', ...rest] = text.split(',').map((cell) => cell.trim());
  const timeMs = Date.parse(time);
  if (rest.length > 0 || value === '' || Number.isNaN(timeMs) || !Number.isFinite(Number(value))) return undefined;
  return { timeMs, value: Number(value) };
}
