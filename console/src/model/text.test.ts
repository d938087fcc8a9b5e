import { expect, test } from 'vitest';
import {
  agoText,
  bytesText,
  countText,
  durationText,
  nameOfArn,
  parsedJson,
  prettyJson,
  timeText,
  visible,
} from './text.ts';

test.each([
  ['plain text\twith a tab\nand a line', 'plain text\twith a tab\nand a line'],
  ['turned \u202Eround\u202C', 'turned \\u202eround\\u202c'],
  ['isolated \u2066a\u2069', 'isolated \\u2066a\\u2069'],
  ['no\u200Bwidth\uFEFF', 'no\\u200bwidth\\ufeff'],
  ['bell\u0007 del\u007F nel\u0085', 'bell\\u0007 del\\u007f nel\\u0085'],
  ['line\u2028separator', 'line\\u2028separator'],
  ['a tag \u{E0041}', 'a tag \\udb40\\udc41'],
  ['<b>stays</b> what it is', '<b>stays</b> what it is'],
  ['ümläut 漢字 🙂', 'ümläut 漢字 🙂'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('long text is cut', () => {
  expect(visible('x'.repeat(400), 10)).toBe(`${'x'.repeat(10)}…`);
});

test('JSON with hidden characters stays the same JSON', () => {
  const value = { 'a\u202E': '\u{E0041}\u0000', b: [1, null] };
  const pretty = prettyJson(JSON.stringify(value));
  expect(pretty).not.toMatch(/\u202E|\u{E0041}/u);
  expect(JSON.parse(pretty)).toEqual(value);
  expect(prettyJson('no \u202E JSON')).toBe('no \\u202e JSON');
});

test('a megabyte is escaped whole', () => {
  expect(prettyJson(JSON.stringify('a\u202E'.repeat(350_000)))).toHaveLength(350_000 * 7 + 2);
});

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1_000, '1.00 s'],
  [9_999, '10.00 s'],
  [12_345, '12.3 s'],
  [60_000, '1 min 0 s'],
  [3_725_000, '1 h 2 min'],
  [90_000_000, '1 d 1 h'],
  [-5, '0 ms'],
  [Number.NaN, '–'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_536, '1.5 KiB'],
  [262_144, '256 KiB'],
  [5 * 1_024 ** 3, '5.0 GiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0, 'just now'],
  [30_000, '30 s ago'],
  [119_000, '1 min ago'],
  [7_200_000, '2 h ago'],
  [200_000_000, '2 d ago'],
])('%d ms later it was %s', (later, text) => {
  expect(agoText(1_000, 1_000 + later)).toBe(text);
});

test('the rest', () => {
  expect(countText(1_234_567)).toBe('1,234,567');
  expect(nameOfArn('arn:aws:states:us-east-1:0:stateMachine:x')).toBe('x');
  expect(timeText(new Date(2026, 0, 2, 3, 4, 5, 6).getTime(), true)).toBe('2026-01-02 03:04:05.006');
  expect([parsedJson('{"a":1}'), parsedJson('{'), parsedJson(undefined)]).toEqual([{ a: 1 }, undefined, null]);
});
