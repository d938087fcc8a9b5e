import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactJson, stringifyJson, writeJson } from './exact-json.ts';
import { ExactNumber, isExactNumber, numberMark, numberOf } from './exact-number.ts';
import type { Json } from './json.ts';
import { scanJson } from './scan-json.ts';

const unusual = [
  '0.0',
  '-0',
  '-0.0',
  '1.0',
  '1.10',
  '1e3',
  '1E3',
  '1e+3',
  '1e400',
  '0.0000001',
  '1.5e300',
  '9007199254740993',
  '12345678901234567890',
  '-9223372036854775808',
  '0.1000000000000000055511151231257827',
  '3.141592653589793238',
];
const usual = [
  '0',
  '7',
  '-7',
  '1.1',
  '-0.5',
  '0.000001',
  '123456789012345',
  '9007199254740991',
  '1e+21',
  '1e-7',
  '0.1',
];

test.each(unusual)('%s keeps its text', (text) => {
  const value = parseExactJson(text);
  expect(isExactNumber(value)).toBe(true);
  expect(Number(value)).toBe(Number(text));
  expect(stringifyJson(value)).toBe(text);
  expect(stringifyJson(parseExactJson(`{"a":[${text},{"b":${text}}]}`))).toBe(`{"a":[${text},{"b":${text}}]}`);
});

test.each(usual)('%s is a plain number', (text) => {
  expect(parseExactJson(text)).toBe(Number(text));
  expect(writeJson(parseExactJson(`[${text}]`))).toEqual({ text: `[${text}]`, isExact: false });
});

const digits = fc.stringMatching(/^(0|[1-9]\d{0,24})$/);
const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits,
    fc.option(fc.stringMatching(/^\d{1,20}$/)),
    fc.option(fc.stringMatching(/^[eE][+-]?\d{1,4}$/)),
  )
  .map(
    ([sign, whole, fraction, exponent]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent ?? ''}`,
  );
/** Compact JSON text with any numbers, and strings that look like what the parser marks numbers with. */
const anyText = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    numberText,
    fc
      .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\\', '"', '1.0', `${numberMark}1.0`, numberMark))
      .map((text) => JSON.stringify(text)),
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc
      .uniqueArray(
        fc.tuple(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toJSON', `${numberMark}1`)), tie('value')),
        {
          maxLength: 4,
          selector: ([name]) => name,
        },
      )
      // JavaScript moves names that are indices to the front.
      .map((members) => members.filter(([name]) => !/^\d+$/.test(name)))
      .map((members) => `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`),
  ),
})).value;

describe('properties', () => {
  test('what is written is what was read', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(stringifyJson(parseExactJson(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  test('but for the numbers it is what JSON.parse reads', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(JSON.stringify(parseExactJson(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  test('what is not JSON is refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.stringMatching(/^[\d.eE+\-[\]{}:",]{0,12}$/),
          fc.constantFrom('{1.0:2}', '{1.0 :2}', '[1.0"a"]', '[01.0]', '[1.0.0]', '[-]', '1.0-'),
        ),
        (text) => {
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          if (isJson) parseExactJson(text);
          else expect(() => parseExactJson(text)).toThrow(SyntaxError);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('a number is exact only if JavaScript writes it otherwise', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const isUsual = String(Number(text)) === text;
        expect(scanJson(`[${text}]`).exact).toEqual(isUsual ? [] : [1, 1 + text.length]);
        expect(isExactNumber(numberOf(text))).toBe(!isUsual);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('numbers inside strings are left alone', () => {
  const text = '{"1.0":"1.0","a\\"1.0":"\\\\","b":"\\"1e3"}';
  expect(scanJson(text).exact).toEqual([]);
  expect(stringifyJson(parseExactJson(text))).toBe(text);
});

test('space around numbers does not matter', () => {
  expect(stringifyJson(parseExactJson(' { "a" :\t1.0 ,\n"b": [ 2.50 ] } '))).toBe('{"a":1.0,"b":[2.50]}');
});

test('the last of several members counts, as for JSON.parse', () => {
  expect(stringifyJson(parseExactJson('{"a":1.0,"a":2.0}'))).toBe('{"a":2.0}');
  expect(stringifyJson(parseExactJson(`{"a":1.0,"a":2.0,"b":"\\ud9d9"}`))).toBe('{"a":2.0,"b":"\\ud9d9"}');
});

test('plain JSON.stringify writes the nearest double', () => {
  expect(JSON.stringify({ a: new ExactNumber('12345678901234567890') })).toBe('{"a":12345678901234567000}');
});

test('a failed write leaves nothing behind', () => {
  const circle: unknown[] = [new ExactNumber('1.0')];
  circle.push(circle);
  expect(() => stringifyJson(circle)).toThrow(TypeError);
  expect(JSON.stringify([new ExactNumber('1.0')])).toBe('[1]');
});

test('depth is that of brackets outside strings', () => {
  expect(scanJson('{"a":[[]],"b":"[[[["}').depth).toBe(3);
  expect(scanJson('7').depth).toBe(0);
});

test('deep nesting needs no stack', () => {
  const text = `${'['.repeat(50_000)}1.0${']'.repeat(50_000)}`;
  expect(() => parseExactJson(text) satisfies Json).not.toThrow();
});

test('with one member a line', () => {
  expect(stringifyJson(parseExactJson('{"a":[1.0,2],"b":{}}'), 2)).toBe(
    '{\n  "a": [\n    1.0,\n    2\n  ],\n  "b": {}\n}',
  );
});
