/**
 * JSON in and out without the loss of a digit: numbers that JavaScript would write otherwise keep their text.
 *
 * 1. `stringifyJson(parseExactJson(text))` gives every number of `text` as it stood there.
 * 2. Without such a number both are JavaScript's own parser and writer; a scan of the text tells beforehand.
 * 3. What is not JSON throws what `JSON.parse` throws.
 */
import { ExactNumber, isExactNumber, jsonNumber, marking, numberMark } from './exact-number.ts';
import type { Json } from './json.ts';
import { parseJson } from './parse-json.ts';
import { scanJson } from './scan-json.ts';
import { setMember } from './set-member.ts';

/** @throws {SyntaxError} */
export function parseExactJson(text: string): Json {
  return parseScannedJson(text, scanJson(text).exact);
}

/** `exact` holds where each number that needs its text starts and ends, as `scanJson` found them. @throws {SyntaxError} */
export function parseScannedJson(text: string, exact: readonly number[]): Json {
  if (exact.length === 0) return JSON.parse(text) as Json;
  if (/\ud9d9|\\u[dD]9[dD]9/.test(text)) {
    // The mark itself occurs: unheard of, but then it marks nothing.
    JSON.parse(text);
    const parsed = parseJson(text, { takesRepeatedMembers: true, keepsNumbers: true });
    if (!parsed.ok) throw new SyntaxError(parsed.fault.message);
    return parsed.value;
  }
  const marked = withMarks(text, exact);
  // Where something is in the place of a number that is none, the parser shall say so.
  return unmark(JSON.parse(marked ?? text) as Json);
}

/** Undefined if one of the numbers is malformed, or stands where a name should. */
function withMarks(text: string, exact: readonly number[]): string | undefined {
  let marked = '';
  let from = 0;
  for (let at = 0; at < exact.length; at += 2) {
    const [start, end] = [exact[at]!, exact[at + 1]!];
    const number = text.slice(start, end);
    if (!jsonNumber.test(number) || isBeforeColon(text, end)) return undefined;
    marked += `${text.slice(from, start)}"${numberMark}${number}"`;
    from = end;
  }
  return marked + text.slice(from);
}

function isBeforeColon(text: string, end: number): boolean {
  let at = end;
  while (text.charCodeAt(at) <= 32) at++;
  return text[at] === ':';
}

/** Changes the value in place: it has just been parsed, and nobody else has it. */
function unmark(value: Json): Json {
  const root = { value } as Record<string, Json>;
  const pending: (Record<string, Json> | Json[])[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (Array.isArray(next)) {
      for (let at = 0; at < next.length; at++) next[at] = unmarkOne(next[at]!, pending);
    } else {
      for (const name in next) {
        const before = next[name]!;
        const after = unmarkOne(before, pending);
        if (after !== before) setMember(next, name, after);
      }
    }
  }
  return root['value']!;
}

function unmarkOne(value: Json, pending: (Record<string, Json> | Json[])[]): Json {
  if (typeof value === 'string') return value.startsWith(numberMark) ? new ExactNumber(value.slice(1)) : value;
  if (typeof value === 'object' && value !== null) pending.push(value as Record<string, Json> | Json[]);
  return value;
}

/** Compact JSON text, or text with one member a line. */
export function stringifyJson(value: unknown, indent = 0): string {
  return writeJson(value, indent).text;
}

/** As `stringifyJson`; `isExact` says whether the text holds a number that only `parseExactJson` reads without loss. */
export function writeJson(value: unknown, indent = 0): { readonly text: string; readonly isExact: boolean } {
  marking.isOn = true;
  marking.count = 0;
  let text: string;
  try {
    text = indent === 0 ? JSON.stringify(value) : JSON.stringify(value, undefined, indent);
  } finally {
    marking.isOn = false;
  }
  const expected = marking.count;
  if (expected === 0) return { text, isExact: false };
  let found = 0;
  const unmarked = text.replace(/"\\ud9d9(-?\d[^"]*)"/g, (_whole, number: string) => {
    found++;
    return number;
  });
  // A string of the value itself may look like a marked number.
  return { text: found === expected ? unmarked : writeSlowly(value as Json), isExact: true };
}

function writeSlowly(value: Json): string {
  if (isExactNumber(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(writeSlowly).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${writeSlowly(member)}`).join(',')}}`;
}
