import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

function faultOf(text: string): string {
  const parsed = parseJson(text);
  return parsed.ok ? 'accepted' : parsed.fault.message;
}

describe('parseJson', () => {
  const tokens = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
  test.each<[text: string, message: string]>([
    ["{'a':1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
    ['{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value"],
    ['{"a":1 "b":2}', `Unexpected character ('"' (code 34)): was expecting comma to separate Object entries`],
    ['[1 2]', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"],
    ['[1,]', `Unexpected character (']' (code 93)): expected a valid value ${tokens}`],
    ['{"a":tru}', `Unrecognized token 'tru': was expecting ${tokens}`],
    ['[01]', 'Invalid numeric value: Leading zeroes not allowed'],
    ['"a', 'Unexpected end-of-input: was expecting closing quote for a string value'],
    ['"\\q"', "Unrecognized character escape 'q' (code 113)"],
    ['{"a":1,"a":1}', "Duplicate field 'a'"],
    [
      '[1',
      'Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)"[1"; line: 1, column: 1])',
    ],
  ])('%s', (text, message) => expect(faultOf(text)).toBe(message));

  test('tells the line and the column, and cuts a long source', () => {
    const parsed = parseJson(`{\n  "a": ${' '.repeat(600)}x}`);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.fault).toMatchObject({ line: 2, column: 609 });
    expect(parsed.fault.location).toMatch(/"\[truncated 111 chars\]; line: 2, column: 609\]$/);
  });

  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  test('refuses what JSON.parse refuses, and repeated members besides', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      ' ',
      '\\',
      '"',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        const parsed = parseJson(text);
        if (!parsed.ok && parsed.fault.message.startsWith('Duplicate field')) return;
        expect(parsed.ok).toBe(isJson(text));
      }),
      { numRuns: 3_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
